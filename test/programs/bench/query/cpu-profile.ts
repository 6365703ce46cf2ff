/** Where a node's main thread spends its time, from a profile as `node --cpu-prof` writes it. */
import { readFileSync } from 'node:fs';

/** `times` of samples as differences, µs; `startTime` on the monotonic clock that `process.hrtime` reads. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A step by what the path of its code holds. */
export type Steps = readonly (readonly [step: string, paths: readonly string[]])[];

/** What V8 calls code that is nobody's. */
const ENGINE: ReadonlyMap<string, string> = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(idle)', 'idle'],
  ['(program)', 'system calls and the engine'],
]);

/** Monotonic time, µs, as the profile counts. */
export function monotonic(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

export interface Asked {
  readonly steps: Steps;
  /** The step of what no path names. */
  readonly rest: string;
  /** Moments as `monotonic` tells them. */
  readonly from: number;
  readonly to: number;
}

/** µs by step between two moments. A sample belongs to the step of its nearest caller that has one. */
export function timeByStep(file: string, { from, rest, steps, to }: Asked): ReadonlyMap<string, number> {
  const { nodes, startTime, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map<number, string>();
  const stepOf = (id: number): string => {
    const known = found.get(id);
    if (known !== undefined) return known;
    const frame = byId.get(id)?.callFrame;
    const own =
      ENGINE.get(frame?.functionName ?? '') ??
      steps.find(([, paths]) => paths.some((path) => frame?.url.includes(path)))?.[0];
    const parent = parents.get(id);
    const step = own ?? (parent === undefined ? rest : stepOf(parent));
    found.set(id, step);
    return step;
  };
  const times = new Map<string, number>();
  let at = startTime;
  for (const [i, id] of samples.entries()) {
    const delta = timeDeltas[i] ?? 0;
    at += delta;
    // A sample's time runs until the next one.
    const lasts = timeDeltas[i + 1] ?? 0;
    if (at < from || at > to) continue;
    times.set(stepOf(id), (times.get(stepOf(id)) ?? 0) + lasts);
  }
  return times;
}

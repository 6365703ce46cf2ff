/** How long a decision takes with a registry of any size, up to a million grants. */
import { decideWith } from '../decide/decide-with.ts';
import { buildWorld, CASES, type Request } from '../decide/world.ts';
import { measure } from '../support/measure.ts';

/** Nanoseconds. */
export interface DecisionTimes {
  readonly grants: number;
  /** Two dozen queries that take turns. */
  readonly median: number;
  readonly p99: number;
  /** Each time another query, of any agency of the registry: what is timed is the machine's memory too. */
  readonly cold: number;
}

const ROUNDS = 5;

/** Sizes take turns, so that the machine's moods hit all alike. @param seconds for each size, in each of both ways */
export function measureDecisions(sizes: readonly number[], seconds: number): DecisionTimes[] {
  const contenders = sizes.flatMap((grants) => {
    const world = buildWorld(grants);
    const decideOf = decideWith(world);
    const call = (asked: Request) => {
      if (decideOf(asked) !== asked.expected) throw new Error(`\`decide\` must say \`${asked.expected}\``);
    };
    const few = Array.from({ length: 2 * CASES.length }, (_, index) => world.request(index));
    return [
      { name: `${grants}`, input: (index: number) => few[index % few.length] as Request, call },
      { name: `${grants} cold`, input: world.request, call, alone: true },
    ];
  });
  const timings = measure(contenders, { seconds, rounds: ROUNDS });
  const median = (name: string) => timings.get(name)?.median ?? Number.NaN;
  return sizes.map((grants) => ({
    grants,
    median: median(`${grants}`),
    p99: timings.get(`${grants}`)?.p99 ?? Number.NaN,
    cold: median(`${grants} cold`),
  }));
}

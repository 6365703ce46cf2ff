/** Asks partners side by side, as long as the officer waits. One that is silent costs the others little. */
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds for which one that was silent the last time is waited for once the others have answered. */
const GRACE = 50;

/** The partners, by ORI, that did not answer in time when they were asked last. */
export type SilentPartners = Set<string>;

export interface InTime<Result> {
  readonly silent: SilentPartners;
  /** Milliseconds. */
  readonly wait: number;
  /** Tells an answer, in time or late, from what stood in its way. */
  readonly hasAnswered: (result: Result) => boolean;
}

/** Resolves to the answers in the order of the partners; null: none has come in time, and what comes later is dropped. */
export async function askInTime<Asked extends { readonly ori: string }, Result>(
  asked: readonly Asked[],
  ask: (one: Asked) => Promise<Result>,
  { hasAnswered, silent, wait }: InTime<Result>,
): Promise<(Result | null)[]> {
  const results: (Result | null)[] = asked.map(() => null);
  const asking = asked.map(async (one, place) => {
    const result = await ask(one);
    results[place] = result;
    // A connection that timed out does not show that the partner is up.
    if (hasAnswered(result)) silent.delete(one.ori);
  });
  const others = asking.filter((_, place) => !silent.has(asked[place]?.ori ?? ''));
  const ended = new AbortController();
  const { signal } = ended;
  const late = (ms: number) => pause(ms, undefined, { signal }).catch(() => undefined);
  const waiting = others.length === 0 || others.length === asking.length ? asking : others;
  await Promise.race([Promise.all(asking), Promise.all(waiting).then(() => late(GRACE)), late(wait)]);
  ended.abort();
  for (const [place, { ori }] of asked.entries()) if (results[place] === null) silent.add(ori);
  return [...results];
}

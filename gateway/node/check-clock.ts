/** Checks for readiness that this node's clock agrees with the database's, by which all is decided. */
import type { Queryable } from '../database/queryable.ts';
import { readNow } from '../database/read-now.ts';

/**
 * The most milliseconds apart. The node's clock judges tokens and proofs: at twice as much (`CLOCK_SKEW`) it
 * would refuse partners whose clocks are right, or accept proofs that are too old.
 */
const MOST_APART = 5_000;
/** Milliseconds in which one comparison serves everybody who asks, since anyone may ask for readiness. */
const GOOD_FOR = 1_000;

/**
 * Returns a check that rejects if the clocks differ by more than the time of the comparison can explain.
 * @param now milliseconds since the epoch, by the node
 */
export function createClockCheck(db: Queryable, now: () => number): () => Promise<void> {
  let last: { readonly at: number; readonly result: Promise<void> } | null = null;
  const look = async () => {
    const sent = now();
    const databases = await readNow(db);
    const answered = now();
    const apart = Math.max(sent - databases, databases - answered);
    if (apart > MOST_APART)
      throw new Error('the clocks of this node and of its database are apart; next: check NTP on both');
  };
  return () => {
    const at = performance.now();
    if (last === null || at - last.at > GOOD_FOR) last = { at, result: look() };
    return last.result;
  };
}

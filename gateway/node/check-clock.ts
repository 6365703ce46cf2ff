/** For readiness: whether this node's clock agrees with the database's, by which everything is decided and logged. */
import type { Queryable } from '../database/queryable.ts';
import { readNow } from '../database/read-now.ts';

/**
 * Ms. Tokens and proofs are judged by the node's clock: at twice as much (`CLOCK_SKEW`) partners whose clocks are right
 * would be refused, or proofs that are too old be taken.
 */
const MOST_APART = 5_000;
/** Anyone may ask for readiness, so one look serves all who ask, ms. */
const GOOD_FOR = 1_000;

/**
 * Returns a check that rejects while the two clocks are apart, by more than the time of the look can explain.
 * @param now ms since the epoch, of the node
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

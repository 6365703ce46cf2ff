/** What an approval would give, told before it is given: in numbers, and nothing of what is in the reads. */
import type { Effect } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { type PublicReason, publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import type { ReadCounts } from '../../reads/read-counts-store.ts';
import type { ForeseeApproval } from '../../release/commit/foresee-approval.ts';
import type { HeldQuery } from '../../release/facts/pick-up-store.ts';

/** With a reason nothing would be released. */
export interface WouldRelease extends ReadCounts {
  /** What it would come to when it is picked up: `review`, it would be held again. */
  readonly effect: Effect;
  /** What the approval leaves standing. */
  readonly reasons: readonly PublicReason[];
}

/** Null: not known, since the store did not answer in time. */
export type FindWouldRelease = (held: HeldQuery) => Promise<WouldRelease | null>;

export interface WouldReleaseDeps {
  readonly foreseeApproval: ForeseeApproval;
  /** @throws whatever the store throws */
  readonly countReads: (query: Query, most: number) => Promise<ReadCounts>;
}

/** Judged and counted as if it were approved and picked up at this moment, all its pages together. */
export function wouldReleaseFinder({ countReads, foreseeApproval }: WouldReleaseDeps): FindWouldRelease {
  return async (held) => {
    const { effect, most, reasons } = await foreseeApproval(held);
    if (reasons.length > 0) {
      return { effect, reads: 0, plates: 0, cameras: 0, reasons: publicReasons(reasons) };
    }
    // Not counted is not zero, and a reviewer can decide without.
    const counted = await countReads(held.query, most).catch(() => null);
    return counted && { effect, ...counted, reasons: [] };
  };
}

/** What an approval would give, told before it is given: in numbers, and nothing of what is in the reads. */
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { type PublicReason, publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import type { ReadCounts } from '../../reads/read-counts-store.ts';
import type { ForeseeApproval } from '../../release/commit/foresee-approval.ts';
import type { HeldQuery } from '../../release/facts/pick-up-store.ts';

/** `reasons`: what stands against it now, though it were approved; with one, nothing would be released. */
export interface WouldRelease extends ReadCounts {
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
    const { most, reasons } = await foreseeApproval(held);
    if (reasons.length > 0) return { reads: 0, plates: 0, cameras: 0, reasons: publicReasons(reasons) };
    // Not counted is not zero, and a reviewer can decide without.
    const counted = await countReads(held.query, most).catch(() => null);
    return counted && { ...counted, reasons: [] };
  };
}

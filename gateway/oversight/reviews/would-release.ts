/** Previews in numbers what an approval would release, without anything that is in the reads. */
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import type { ReadCounts } from '../../reads/read-counts-store.ts';
import type { PreviewApproval } from '../../release/commit/preview-approval.ts';
import type { HeldQuery } from '../../release/facts/collection-store.ts';
import type { WholeReview } from './review.schema.ts';

/** The preview; if there are reasons, nothing would be released. */
export type WouldRelease = NonNullable<WholeReview['wouldRelease']>;

/** Resolves to null if it is not known, since the store did not answer in time. */
export type FindWouldRelease = (held: HeldQuery) => Promise<WouldRelease | null>;

export interface WouldReleaseDeps {
  readonly previewApproval: PreviewApproval;
  /** @throws whatever the store throws */
  readonly countReads: (query: Query, most: number) => Promise<ReadCounts>;
}

/** Judges and counts as if the query were approved and collected now, with all its pages. */
export function wouldReleaseFinder({ countReads, previewApproval }: WouldReleaseDeps): FindWouldRelease {
  return async (held) => {
    const { effect, most, reasons } = await previewApproval(held);
    if (reasons.length > 0) {
      return { effect, reads: 0, plates: 0, cameras: 0, reasons: publicReasons(reasons) };
    }
    // Not counted does not mean zero, and a reviewer can decide without it.
    const counted = await countReads(held.query, most).catch(() => null);
    return counted && { effect, ...counted, reasons: [] };
  };
}

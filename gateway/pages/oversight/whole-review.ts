/** A review as the API shows it in full. */
import type { Query } from '../../../sharing-rules/terms/query.ts';
import type { ReviewView } from '../../oversight/reviews/describe-review.ts';
import type { Beside } from '../../oversight/reviews/find-beside.ts';

export interface WholeReview extends ReviewView {
  readonly beside: Beside;
  readonly subjectId: string | null;
  readonly index: number;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decidedIndex: number | null;
  readonly note: string | null;
  readonly query: Omit<Query, 'from' | 'to'> & { readonly from: string; readonly to: string };
}

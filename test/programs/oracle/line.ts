/** One line of the policy as the oracle reads it. */
import type { ReasonCode } from '../../../sharing-rules/terms/decision.ts';
import type { Facts } from './facts.ts';

export interface Line {
  /** In words, with its place in the policy, the law or the design. */
  readonly says: string;
  readonly code: ReasonCode;
  /** A note stands beside a permit alone. */
  readonly effect: 'deny' | 'review' | 'note';
  readonly when: (facts: Facts) => boolean;
}

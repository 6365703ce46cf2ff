/** Defines a rule: one check of the policy, over the facts of one decision. */
import type { DataClass } from '../terms/agency.ts';
import type { DecisionInput, Reason } from '../terms/decision.ts';

/** A rule's answer; null if it has nothing against the query. A rule that throws denies. */
export type Verdict = Reason | readonly Reason[] | null;

export type Rule = (input: DecisionInput) => Verdict;

/** The facts on which the rules about an agency rest: the same for a query and for a grant. */
export interface AgencyFacts extends Pick<DecisionInput, 'now' | 'owner' | 'agency'> {
  readonly subject: { readonly ori: string };
  /** Absent where it is asked what the agency could be granted at all, which is what is shared. */
  readonly dataClass?: DataClass;
}

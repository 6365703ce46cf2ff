/** What a rule is: one check of the policy, over the facts of one decision. */
import type { DecisionInput, Reason } from '../terms/decision.ts';

/** Null: the rule has nothing against the query. Never throws on purpose; what is thrown denies. */
export type Verdict = Reason | readonly Reason[] | null;

export type Rule = (input: DecisionInput) => Verdict;

/** The facts on which the rules about an agency rest: the same for a query and for a grant. */
export interface AgencyFacts extends Pick<DecisionInput, 'now' | 'owner' | 'agency'> {
  readonly subject: { readonly ori: string };
}

/**
 * Policy 420.7, C.R.S. 24-74-102: some classes may be granted sharing, yet a person looks at each of their queries:
 * a private campus, which article 74 binds by agreement only, and corrections, parole and courts.
 */
import { findAgencyClass } from '../../terms/agency-classes.ts';
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export function agencyHeld({ agency }: DecisionInput): Verdict {
  // An agency that nothing binds is refused already.
  if (agency?.boundByArticle74 !== true) return null;
  const rule = findAgencyClass(agency.class);
  if (rule?.answer !== 'review') return null;
  return reason('agency_not_eligible', 'review', rule.detail ?? undefined, rule.clause);
}

/**
 * Policy 420.5(d), C.R.S. 24-74-103(1): no agency asks for a federal officer, least of all one who enforces immigration
 * law. The known leak was a federal agent behind a Colorado agency's account; a name that says so is refused.
 */
import type { DecisionInput } from '../../terms/decision.ts';
import { statedOffice } from '../../terms/officer-office.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export function officerOffice({ query }: DecisionInput): Verdict {
  if (query.onBehalfOf === undefined) return null;
  const office = statedOffice(query.onBehalfOf);
  return office && reason(office.code, office.clear ? 'deny' : 'review', 'officer_name', office.clause);
}

/** Policy 420.7: "can also stop sharing at any point with any agency"; a row nobody has confirmed shares nothing. */
import { reason } from '../../terms/reasons.ts';
import type { AgencyFacts, Verdict } from '../rule.ts';

const SUSPENDED = reason('agency_suspended', 'deny');
const RETIRED = reason('agency_retired', 'deny');
const UNCONFIRMED = reason('agency_not_eligible', 'deny', 'unconfirmed');

export function agencyStatus({ agency }: AgencyFacts): Verdict {
  if (agency === null || agency.status === 'active') return null;
  if (agency.status === 'suspended') return SUSPENDED;
  return agency.status === 'retired' ? RETIRED : UNCONFIRMED;
}

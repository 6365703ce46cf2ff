/** P1, CJISSECPOL AC-21: a standing permission of the owner to this very agency, approved, begun and not ended. */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const MISSING = reason('grant_missing', 'deny');
const REVOKED = reason('grant_revoked', 'deny');
const EXPIRED = reason('grant_expired', 'deny');
const NOT_STARTED = reason('grant_not_started', 'deny');

export function grantInForce({ agency, grant, now, subject }: DecisionInput): Verdict {
  // Half-open: in force from `validFrom`, no longer at `validUntil`.
  if (grant === null || grant.agencyId !== subject.agencyId) return MISSING;
  if (agency !== null && grant.agencyId !== agency.id) return MISSING;
  if (grant.status === 'revoked') return REVOKED;
  if (grant.status !== 'active') return MISSING;
  if (!(grant.validFrom <= now)) return NOT_STARTED;
  return now < grant.validUntil ? null : EXPIRED;
}

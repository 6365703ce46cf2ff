/** CJISSECPOL AC-21: the grant names the purposes it serves. A purpose that is not approved is refused as such. */
import type { DecisionInput } from '../../terms/decision.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const NOT_IN_GRANT = reason('purpose_not_in_grant', 'deny');

export function grantCoversPurpose({ grant, query }: DecisionInput): Verdict {
  const { code } = query.purpose;
  if (grant === null || findPurpose(code)?.answer !== 'approved') return null;
  return grant.purposes.includes(code) ? null : NOT_IN_GRANT;
}

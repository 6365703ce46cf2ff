/** Policy 420.7: sharing can be stopped at any moment; what was begun before a revoke is not a way around it. */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const OLDER_PAGE = reason('grant_revoked', 'deny', 'cursor');
const OLDER_ENTRY = reason('grant_revoked', 'deny', 'standing_query');

/**
 * Holds a further page to the grant and epoch of the page before it, and a standing query to the grant under
 * which it was entered, even where a new grant is in force.
 */
export function sameRight({ continues, grant, agency }: DecisionInput): Verdict {
  if (continues === undefined || continues === null) return null;
  const { epoch, grantId } = continues;
  const sameGrant = grant !== null && grant.id === grantId;
  if (epoch === null) return sameGrant ? null : OLDER_ENTRY;
  return sameGrant && agency?.epoch === epoch ? null : OLDER_PAGE;
}

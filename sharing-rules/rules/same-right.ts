/** Policy 420.7: sharing can be stopped at any moment; a page behind a cursor is no way around a revoke. */
import { reason } from '../reasons.ts';
import type { DecisionInput } from '../terms.ts';
import type { Verdict } from './rule.ts';

const OLDER_RIGHT = reason('grant_revoked', 'deny', 'cursor');

/** A further page stands under the grant and epoch of the page before it, even where a new grant is in force. */
export function sameRight({ continues, grant, agency }: DecisionInput): Verdict {
  if (continues === undefined || continues === null) return null;
  return grant?.id === continues.grantId && agency?.epoch === continues.epoch ? null : OLDER_RIGHT;
}

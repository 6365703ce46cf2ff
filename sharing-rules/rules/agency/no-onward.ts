/**
 * C.R.S. 24-74-103(1): an agency asks here for itself alone. It has no use of the owner's own store or of what the owner
 * may ask elsewhere, and names no question of a gateway with which the owner has no agreement.
 */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';
import { isOfOwner } from './agency-eligible.ts';

const NO_ONWARD = reason('no_onward', 'deny');
const ASKER = reason('no_onward', 'deny', 'asker');

export function noOnward(input: DecisionInput): Verdict {
  const { dataClass, peerOrigin = null, query } = input;
  if (dataClass === 'own' && !isOfOwner(input)) return NO_ONWARD;
  return query.asker === undefined || query.asker.origin === peerOrigin ? null : ASKER;
}

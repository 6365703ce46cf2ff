/** C.R.S. 24-74-106: another agency is asked where an agreement with its gateway is in force; an ask needs one that is. */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export const NO_AGREEMENT = reason('no_agreement', 'deny');

export function agreementWithPeer({ nobodyToAsk }: DecisionInput): Verdict {
  return nobodyToAsk === true ? NO_AGREEMENT : null;
}

/** Policy 420.7: the owner can stop all sharing at once. */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const HALTED = reason('sharing_halted', 'deny');

export function sharingRunning({ halted }: DecisionInput): Verdict {
  return halted === false ? null : HALTED;
}

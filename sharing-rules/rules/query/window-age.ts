/** Policy 420.7: thirty days, or fewer where the grant says so, strict to the millisecond, stored or not. */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import { earliestFor } from '../../terms/retention.ts';
import type { Verdict } from '../rule.ts';

export function windowAge(input: DecisionInput): Verdict {
  const earliest = earliestFor(input);
  if (input.query.from >= earliest) return null;
  return reason('window_too_old', 'deny', `earliest ${new Date(earliest).toISOString()}`);
}

/** Policy 420.5, C.R.S. 24-74-103(1): purposes for which nothing is ever shared, whatever the grant says. */
import type { DecisionInput } from '../../terms/decision.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export function purposeProhibited({ query }: DecisionInput): Verdict {
  const purpose = findPurpose(query.purpose.code);
  if (purpose?.answer !== 'prohibited') return null;
  return reason('purpose_prohibited', 'deny', purpose.code, purpose.clause);
}

/** Policy 420.4: official business only, from a closed list. What is not on the list is not a purpose. */
import type { DecisionInput } from '../../terms/decision.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const MISSING = reason('purpose_missing', 'deny', 'code');
const UNKNOWN = reason('purpose_not_approved', 'deny', 'unknown_code');
const NOT_APPROVED = reason('purpose_not_approved', 'deny');

export function purposeApproved({ query }: DecisionInput): Verdict {
  const { code } = query.purpose;
  if (code.trim() === '') return MISSING;
  const purpose = findPurpose(code);
  if (purpose === undefined) return UNKNOWN;
  // A prohibited purpose has a reason of its own.
  return purpose.answer === 'not_approved' ? NOT_APPROVED : null;
}

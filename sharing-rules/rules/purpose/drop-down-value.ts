/**
 * Policy 420.5: the offense type that the officer chose in the partner's own system. It can lose a query, never win
 * it: a value that means a refused purpose refuses under any code but that of a court's order, and one that means
 * another purpose than the code contradicts it.
 */
import type { DecisionInput, Reason } from '../../terms/decision.ts';
import { mapDropDown } from '../../terms/drop-down.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const NOT_APPROVED = reason('purpose_not_approved', 'deny', 'drop_down');
const CONTRADICTED = reason('purpose_contradiction', 'review', 'drop_down');

export function dropDownValue({ query }: DecisionInput): Verdict {
  const { code, dropDown } = query.purpose;
  // C.R.S. 24-74-103(1): a person reads the court's order, whatever was chosen.
  if (dropDown === undefined || code === 'judicial_process') return null;
  const { purposes } = mapDropDown(dropDown);
  const refused = purposes.flatMap(refusalOf);
  if (refused.length > 0) return refused;
  return purposes.includes(code) || findPurpose(code)?.anyOffense ? null : CONTRADICTED;
}

function refusalOf(code: string): readonly Reason[] {
  const purpose = findPurpose(code);
  if (purpose?.answer === 'approved') return [];
  if (purpose?.answer !== 'prohibited') return [NOT_APPROVED];
  return [reason('purpose_prohibited', 'deny', `drop_down: ${purpose.code}`, purpose.clause)];
}

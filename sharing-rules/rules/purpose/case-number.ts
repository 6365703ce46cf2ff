/** Policy 420.4: a query belongs to a case or a call, and its number is one that a person can look up. */
import type { DecisionInput } from '../../terms/decision.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const MISSING = reason('case_number_missing', 'deny');
/** The denial of a case number that is written otherwise. */
export const NOT_A_CASE_NUMBER = reason('case_number_invalid', 'deny');

const CASE_NUMBER = /^[A-Z0-9][A-Z0-9-]{3,29}$/;

export function isCaseNumber(text: string): boolean {
  return CASE_NUMBER.test(text);
}

export function caseNumber({ query }: DecisionInput): Verdict {
  const given = query.purpose.caseNumber;
  if (given === undefined || given.trim() === '') {
    return findPurpose(query.purpose.code)?.needs.caseNumber ? MISSING : null;
  }
  return isCaseNumber(given) ? null : NOT_A_CASE_NUMBER;
}

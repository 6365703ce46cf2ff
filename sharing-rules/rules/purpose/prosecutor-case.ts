/**
 * Policy 420.7: a prosecutor asks in a case. One that is filed has a court's number, e.g. `2026CR000321`; one that the
 * office only declares is looked at by a person first. Where a court document is attached, its docket says the same.
 */
import type { DecisionInput } from '../../terms/decision.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const NOT_FILED = reason('case_number_invalid', 'review', 'case_not_filed', 'Policy 420.7');

/** The pattern of a filed case: court and county if given, year, criminal kind, number, e.g. `26-JD-45`. */
const FILED = /^(?:[CD]\d{3}-?)?(?:(?:19|20)\d{2}|\d{2})-?(?:CR|F|M|T|GS|GJ|JD|JV)-?\d{1,7}$/;

export function prosecutorCase({ agency, query }: DecisionInput): Verdict {
  if (agency?.class !== 'prosecutor') return null;
  if (findPurpose(query.purpose.code)?.needs.judicialProcess) return null;
  // Another rule refuses where there is none.
  const given = query.purpose.caseNumber ?? '';
  return given.trim() === '' || FILED.test(given) ? null : NOT_FILED;
}

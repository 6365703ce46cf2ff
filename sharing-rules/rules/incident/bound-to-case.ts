/**
 * Policy 420.4, 420.7: the first incident under an agency's case binds what happened, where and when; and without words
 * that say something a case is for few plates and officers, and a plate for one case and purpose.
 */
import type { CaseHistory, DecisionInput, Reason } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';
import { saysNothing } from './says-nothing.ts';

const DIFFERS = reason('incident_contradiction', 'review', 'case_differs');

/** The largest number of others that is released without words. */
const COUNTED: readonly (readonly [Exclude<keyof CaseHistory, 'differs'>, most: number, Reason])[] = [
  ['otherPlates', 2, reason('incident_needs_review', 'review', 'fourth_plate')],
  ['otherOfficers', 1, reason('incident_needs_review', 'review', 'third_officer')],
  ['otherCases', 0, reason('incident_needs_review', 'review', 'second_case')],
  ['otherPurposes', 0, reason('incident_needs_review', 'review', 'second_purpose')],
];

export function boundToCase(input: DecisionInput): Verdict {
  const { caseHistory, query } = input;
  if (query.purpose.incident === undefined || caseHistory === undefined) return null;
  const reasons = caseHistory.differs ? [DIFFERS] : [];
  if (saysNothing(input)) {
    for (const [counted, most, held] of COUNTED) if (!(caseHistory[counted] <= most)) reasons.push(held);
  }
  return reasons;
}

/**
 * Policy 420.9.1: an incident without words rests on the case file alone. Where an agency's records office does not
 * answer, or contradicts too much, a person looks at each, until two administrators lift that.
 */
import type { DecisionInput, Reason, RecordsHold } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';
import { saysNothing } from './says-nothing.ts';

const HELD: Readonly<Record<RecordsHold, Reason>> = {
  records_unanswered: reason('incident_needs_review', 'review', 'records_unanswered', 'Policy 420.9.1'),
  records_contradicted: reason('incident_needs_review', 'review', 'records_contradicted', 'Policy 420.9.1'),
};

export function recordsHeld(input: DecisionInput): Verdict {
  const { query, recordsHold } = input;
  if (recordsHold === undefined || query.purpose.incident === undefined) return null;
  return saysNothing(input) ? HELD[recordsHold] : null;
}

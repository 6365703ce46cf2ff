/** Policy 420.7: some purposes belong to one kind of agency, e.g. discovery to prosecutors. */
import type { DecisionInput } from '../../terms/decision.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const OTHER_CLASS = reason('purpose_not_approved', 'deny', 'agency_class');

export function purposeClass({ agency, query }: DecisionInput): Verdict {
  const classes = findPurpose(query.purpose.code)?.classes ?? null;
  if (classes === null || agency === null) return null;
  return classes.has(agency.class) ? null : OTHER_CLASS;
}

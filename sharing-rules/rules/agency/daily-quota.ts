/**
 * Policy 420.7, P7: many small queries are a mass download too: a cap for each agency and officer and day. One record
 * must fit, whether any is found or not: else a refusal would tell that a plate was seen.
 */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import { agencyRecordsLeft, officerRecordsLeft } from '../../terms/records-left.ts';
import type { Verdict } from '../rule.ts';

const AGENCY = reason('quota_exceeded', 'deny', 'agency');
const OFFICER = reason('quota_exceeded', 'deny', 'officer');
const BOTH = [AGENCY, OFFICER];

export function dailyQuota(input: DecisionInput): Verdict {
  const { releasing, waits } = input.usage;
  const wanted = waits === true ? releasing : Math.max(releasing, 1);
  const agencyWithin = wanted <= agencyRecordsLeft(input);
  const officerWithin = wanted <= officerRecordsLeft(input);
  if (agencyWithin) return officerWithin ? null : OFFICER;
  return officerWithin ? AGENCY : BOTH;
}

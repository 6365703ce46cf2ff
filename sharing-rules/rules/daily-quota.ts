/** Policy 420.7, P7: many small queries are a mass download too: a cap for each agency and officer and day. */
import { reason } from '../reasons.ts';
import type { DecisionInput } from '../terms.ts';
import { namedBeside } from '../who-asks.ts';
import type { Verdict } from './rule.ts';

const AGENCY = reason('quota_exceeded', 'deny', 'agency');
const OFFICER = reason('quota_exceeded', 'deny', 'officer');
const BOTH = [AGENCY, OFFICER];

export function dailyQuota(input: DecisionInput): Verdict {
  const { grant, limits, usage } = input;
  const agencyCap = Math.min(grant?.dailyRecords ?? limits.agencyRecordsPerDay, limits.agencyRecordsPerDay);
  const agencyWithin = usage.agencyRecordsToday + usage.releasing <= agencyCap;
  const named = namedBeside(input);
  const officerWithin =
    usage.officerRecordsToday + usage.releasing <= limits.officerRecordsPerDay &&
    (named === null || named.recordsToday + usage.releasing <= limits.officerRecordsPerDay);
  if (agencyWithin) return officerWithin ? null : OFFICER;
  return officerWithin ? AGENCY : BOTH;
}

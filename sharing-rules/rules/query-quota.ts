/**
 * Policy 420.7, P7: a sweep by many small queries is a mass download. Releases of a day are counted for each
 * officer, and for each officer and pattern of a plate: one who tries plate after plate is stopped early.
 */
import { reason } from '../reasons.ts';
import type { DecisionInput, Reason } from '../terms.ts';
import type { Verdict } from './rule.ts';

const QUERIES = reason('quota_exceeded', 'deny', 'officer_queries');
const PATTERN = reason('quota_exceeded', 'deny', 'plate_pattern');

export function queryQuota({ limits, usage }: DecisionInput): Verdict {
  const reasons: Reason[] = [];
  if (isUsedUp(usage.officerQueriesToday, limits.officerQueriesPerDay)) reasons.push(QUERIES);
  if (isUsedUp(usage.patternQueriesToday, limits.patternQueriesPerDay)) reasons.push(PATTERN);
  return reasons.length === 0 ? null : reasons;
}

/** Both are absent where nobody counts: in the first decision, in a dry run, in entries older than the cap. */
function isUsedUp(so: number | undefined, cap: number | undefined): boolean {
  return so !== undefined && cap !== undefined && !(so < cap);
}

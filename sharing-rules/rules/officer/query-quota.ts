/**
 * Policy 420.7, P7: a sweep by many small queries is a mass download. Releases of a day are counted for each
 * officer, and for each officer and pattern of a plate: one who tries plate after plate is stopped early.
 */
import type { DecisionInput, Reason } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import { namedBeside } from '../../terms/who-asks.ts';
import type { Verdict } from '../rule.ts';

const QUERIES = reason('quota_exceeded', 'deny', 'officer_queries');
const PATTERN = reason('quota_exceeded', 'deny', 'plate_pattern');

export function queryQuota(input: DecisionInput): Verdict {
  const { limits, usage } = input;
  const named = namedBeside(input);
  const reasons: Reason[] = [];
  const isAnyUsedUp = (own: number | undefined, other: number | undefined, cap: number | undefined) =>
    isUsedUp(own, cap) || isUsedUp(other, cap);
  if (isAnyUsedUp(usage.officerQueriesToday, named?.queriesToday, limits.officerQueriesPerDay)) {
    reasons.push(QUERIES);
  }
  if (isAnyUsedUp(usage.patternQueriesToday, named?.patternQueriesToday, limits.patternQueriesPerDay)) {
    reasons.push(PATTERN);
  }
  return reasons.length === 0 ? null : reasons;
}

/** True if the cap is reached. Neither number is there in a first decision, a dry run, an older entry. */
function isUsedUp(so: number | undefined, cap: number | undefined): boolean {
  return so !== undefined && cap !== undefined && !(so < cap);
}

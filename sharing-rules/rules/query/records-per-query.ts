/** Policy 420.7: "Mass downloading … is prohibited": a cap for each query. */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export function recordsPerQuery({ limits, usage }: DecisionInput): Verdict {
  if (usage.releasing <= limits.recordsPerQuery) return null;
  return reason('too_many_records', 'deny', `at most ${limits.recordsPerQuery}`);
}

/** Policy 420.5(b), 420.7: a look at everyone who passed a place is kept short. */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export function windowWidth({ limits, query }: DecisionInput): Verdict {
  if (query.area === undefined || query.to - query.from <= limits.areaWindow) return null;
  return reason('window_too_wide', 'deny', `longest ${limits.areaWindow / 60_000} minutes`);
}

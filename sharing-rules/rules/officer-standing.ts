/**
 * CJISSECPOL AC-2(3), Policy 420.9.1: a suspended officer asks nothing, nor does one of 90 days without a release,
 * until reinstated; one beyond the agency's declared roster waits for a person, so that fresh ids cannot dodge
 * quota or suspension.
 */
import { reason } from '../reasons.ts';
import type { DecisionInput } from '../terms.ts';
import type { Verdict } from './rule.ts';

const SUSPENDED = reason('subject_suspended', 'deny');
const INACTIVE = reason('subject_suspended', 'deny', 'inactive_90_days');
const OVER_ROSTER = reason('subject_suspended', 'review', 'over_roster');

export function officerStanding({ officer }: DecisionInput): Verdict {
  if (officer === 'active' || officer === 'new') return null;
  if (officer === 'inactive') return INACTIVE;
  return officer === 'held' ? OVER_ROSTER : SUSPENDED;
}

/**
 * CJISSECPOL AC-2(3), Policy 420.9.1: a suspended officer asks nothing, nor does one of 90 days without a release,
 * until reinstated; one beyond the agency's declared roster waits for a person, so that fresh ids cannot dodge
 * quota or suspension.
 */
import type { OfficerStanding } from '../../terms/asker.ts';
import type { DecisionInput, Reason } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import { namedBeside } from '../../terms/who-asks.ts';
import type { Verdict } from '../rule.ts';

const SUSPENDED = reason('subject_suspended', 'deny');
const INACTIVE = reason('subject_suspended', 'deny', 'inactive_90_days');
/** The reason against an officer for whom the agency's roster has no place left. */
export const OVER_ROSTER = reason('subject_suspended', 'review', 'over_roster');

/** True if the reason is that the agency's roster has no place left. */
export function isOverRoster({ code, detail }: Pick<Reason, 'code' | 'detail'>): boolean {
  return code === OVER_ROSTER.code && detail === OVER_ROSTER.detail;
}

export function officerStanding(input: DecisionInput): Verdict {
  const asks = standingOf(input.officer);
  const named = namedBeside(input);
  const other = named === null ? null : standingOf(named.standing);
  if (asks === null || asks === other) return other;
  return other === null ? asks : [asks, other];
}

function standingOf(officer: OfficerStanding): Reason | null {
  if (officer === 'active' || officer === 'new') return null;
  if (officer === 'inactive') return INACTIVE;
  return officer === 'held' ? OVER_ROSTER : SUSPENDED;
}

/**
 * Policy 420.4, 420.5: what the justification gives away. The screen has found it; here it counts.
 * Free text can lose a query, never win it, so no purpose and no court document lifts a denial from here.
 */
import { isStated } from '../../incident/judge-incident.ts';
import { incidentRowOf } from '../../incident/table.ts';
import type { DecisionInput, Finding, Reason } from '../../terms/decision.ts';
import type { Purpose } from '../../terms/query.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const NOT_UNDERSTOOD = { code: 'narrative_unread', effect: 'review', detail: 'says_nothing' } as const;

export function narrative({ findings, query: { purpose } }: DecisionInput): Verdict {
  const reasons: Reason[] = [];
  for (const finding of findings) {
    const { code, detail, effect, found } = besideIncident(finding, purpose);
    // Passes a note only: an effect that is not known counts as a denial.
    if (effect === 'note') continue;
    const given = reason(code, effect === 'review' ? 'review' : 'deny', detail);
    reasons.push(found === undefined ? given : { ...given, found });
  }
  return reasons.length === 0 ? null : reasons;
}

/**
 * Holds vague words beside an incident for a person: words need not tell the event there, and could have been
 * left out. Where the row asks for a line, a line that hints at something passes, and one that says nothing
 * (`bank wants it back`) was not understood, unless a life is in danger. Unreadable text may say anything.
 */
function besideIncident(finding: Finding, purpose: Purpose): Finding {
  const { code, detail, effect } = finding;
  const isVague = code === 'purpose_vague' && detail !== 'unreadable';
  if (!isVague || effect === 'note' || !isStated(purpose)) return finding;
  const row = incidentRowOf(purpose.code);
  if (row?.words !== true) return { ...finding, effect: 'review' };
  return effect === 'review' || row.anyWords
    ? { ...finding, effect: 'note' }
    : { ...finding, ...NOT_UNDERSTOOD };
}

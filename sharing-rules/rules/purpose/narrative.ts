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
    // Only a note is let pass: an effect that is not known counts as a denial.
    if (effect === 'note') continue;
    const given = reason(code, effect === 'review' ? 'review' : 'deny', detail);
    reasons.push(found === undefined ? given : { ...given, found });
  }
  return reasons.length === 0 ? null : reasons;
}

/**
 * Beside an incident words need not tell the event: a person reads those that say nothing, since they could have been
 * left out. Where a line was asked for, it is not called vague: what hints at something is passed, and what says nothing
 * at all (`bank wants it back`) is a line that was not understood, unless a life is in danger. What could not be read to its end may say anything.
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

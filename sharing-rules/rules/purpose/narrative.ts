/**
 * Policy 420.4, 420.5: what the justification gives away. The screen has found it; here it counts.
 * Free text can lose a query, never win it, so no purpose and no court document lifts a denial from here. Beside an
 * incident that is told, words need not tell the event: they are not called vague, unless they could not be read.
 */
import { isTold } from '../../incident/judge-incident.ts';
import type { DecisionInput, Reason } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export function narrative({ findings, query }: DecisionInput): Verdict {
  if (findings.length === 0) return null;
  const reasons: Reason[] = [];
  const isByIncident = isTold(query.purpose);
  for (const { code, effect, detail, found } of findings) {
    // Only a note is let pass: an effect that is not known counts as a denial.
    if (effect === 'note') continue;
    if (isByIncident && code === 'purpose_vague' && detail !== 'unreadable') continue;
    const given = reason(code, effect === 'review' ? 'review' : 'deny', detail);
    reasons.push(found === undefined ? given : { ...given, found });
  }
  return reasons;
}

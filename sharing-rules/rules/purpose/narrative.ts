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

export function narrative({ findings, query: { purpose } }: DecisionInput): Verdict {
  const reasons: Reason[] = [];
  for (const finding of findings) {
    const { code, detail, found } = finding;
    const effect = effectOf(finding, purpose);
    // Only a note is let pass: an effect that is not known counts as a denial.
    if (effect === 'note') continue;
    const given = reason(code, effect === 'review' ? 'review' : 'deny', detail);
    reasons.push(found === undefined ? given : { ...given, found });
  }
  return reasons.length === 0 ? null : reasons;
}

/**
 * Beside an incident words need not tell the event: those that say nothing are passed where a line was asked for, and
 * read by a person where they could have been left out. What could not be read to its end may say anything.
 */
function effectOf({ code, detail, effect }: Finding, purpose: Purpose): Finding['effect'] {
  const isVague = code === 'purpose_vague' && detail !== 'unreadable';
  if (!isVague || effect === 'note' || !isStated(purpose)) return effect;
  return incidentRowOf(purpose.code)?.words === true ? 'note' : 'review';
}

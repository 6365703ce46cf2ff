/**
 * Policy 420.4, 420.5: what the justification gives away. The screen has found it; here it counts.
 * Free text can lose a query, never win it, so no purpose and no court document lifts a denial from here.
 */
import type { DecisionInput, Reason } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export function narrative({ findings }: DecisionInput): Verdict {
  if (findings.length === 0) return null;
  const reasons: Reason[] = [];
  for (const { code, effect, detail, found } of findings) {
    // Only a note is let pass: an effect that is not known counts as a denial.
    if (effect === 'note') continue;
    const given = reason(code, effect === 'review' ? 'review' : 'deny', detail);
    reasons.push(found === undefined ? given : { ...given, found });
  }
  return reasons;
}

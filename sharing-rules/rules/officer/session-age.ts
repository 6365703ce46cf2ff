/** CJISSECPOL IA-11: a person signs in again after the session limit (12 h). */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const REQUIRED = reason('reauthentication_required', 'deny');

export function sessionAge({ limits, now, subject }: DecisionInput): Verdict {
  if (subject.kind !== 'person') return null;
  if (subject.authenticatedAt === null) return REQUIRED;
  const age = now - subject.authenticatedAt;
  // An issuer's clock may run a little ahead of ours; a sign-in from the future proves nothing.
  return age <= limits.sessionAge && age >= -limits.futureSkew ? null : REQUIRED;
}

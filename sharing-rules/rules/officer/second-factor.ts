/**
 * CJISSECPOL IA-2(1), IA-2(2), IA-2(8): two factors for everyone who asks. A system's token cannot say so (client
 * credentials carry no `amr`): it must be bound to a key, and the agreement must attest its officers' sign-in.
 */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const MISSING = reason('mfa_required', 'deny');
const NOT_BOUND = reason('mfa_required', 'deny', 'token_not_sender_constrained');
const NOT_ATTESTED = reason('mfa_required', 'deny', 'agreement_does_not_attest');

export function secondFactor({ agency, subject }: DecisionInput): Verdict {
  if (subject.kind === 'person') return subject.mfa === true ? null : MISSING;
  if (subject.senderConstrained !== true) return NOT_BOUND;
  if (agency === null) return null;
  return agency.agreement?.officerMfa === true ? null : NOT_ATTESTED;
}

/** Who of the owner may do what: roles come only from the registry, bound to the owner's own issuer. */
import type { Role, Subject } from './terms.ts';

/** What the administrators' side can be asked to do. Reading is an action too: nothing is open by default. */
export type AdministrativeAction =
  | 'change_agency'
  | 'propose_grant'
  | 'approve_grant'
  | 'revoke'
  | 'halt'
  | 'resume'
  | 'suspend_subject'
  | 'remove_client'
  | 'remove_person'
  | 'remove_issuer'
  | 'decide_review'
  | 'report_misuse'
  | 'read_misuse'
  | 'close_misuse'
  | 'complete_audit'
  | 'read_registry'
  | 'read_reviews'
  | 'read_log';

/** Every role that a person can hold. */
export const ROLES: readonly Role[] = ['sharing_admin', 'reviewer', 'auditor', 'chief'];

/**
 * Separation of duties (CJISSECPOL AC-5): whoever grants does not review, and whoever audits changes nothing.
 * The Chief sees everything, closes reports of misuse (Policy 420) and may halt all sharing, and changes nothing else.
 */
const ALLOWED: Readonly<Record<AdministrativeAction, readonly Role[]>> = {
  change_agency: ['sharing_admin'],
  propose_grant: ['sharing_admin'],
  approve_grant: ['sharing_admin'],
  revoke: ['sharing_admin'],
  halt: ['sharing_admin', 'chief'],
  resume: ['sharing_admin'],
  suspend_subject: ['sharing_admin'],
  remove_client: ['sharing_admin'],
  remove_person: ['sharing_admin'],
  remove_issuer: ['sharing_admin'],
  decide_review: ['reviewer'],
  report_misuse: ROLES,
  read_misuse: ['auditor', 'chief'],
  close_misuse: ['chief'],
  complete_audit: ['auditor'],
  read_registry: ROLES,
  read_reviews: ['reviewer', 'auditor', 'chief'],
  read_log: ['sharing_admin', 'auditor', 'chief'],
};

/**
 * One person, one role (CJISSECPOL AC-5), for each pair there is a reason: whoever grants does not review what is
 * asked under the grant; the auditor, who looks at all of them, is none of them; the Chief, who closes reports of misuse
 * about them, is none either, the auditor included, who attests that reports were closed.
 */
export function excludeEachOther(roles: readonly Role[]): boolean {
  return new Set(roles).size > 1;
}

/** One of these is needed for it. */
export function rolesFor(action: AdministrativeAction): readonly Role[] {
  return Object.hasOwn(ALLOWED, action) ? ALLOWED[action] : [];
}

/** `person_unknown`: no natural person stands behind the token, so nobody could answer for the act. */
export type AdministerAnswer = 'allowed' | 'role_missing' | 'person_unknown' | 'mfa_required';

/** Whether the subject may do it. A person must have signed in with a second factor (CJISSECPOL IA-2). */
export function mayAdminister(
  subject: Pick<Subject, 'kind' | 'personId' | 'roles' | 'mfa' | 'senderConstrained'>,
  action: AdministrativeAction,
): AdministerAnswer {
  if (!subject.personId) return 'person_unknown';
  const allowed = rolesFor(action);
  if (!subject.roles.some((role) => allowed.includes(role))) return 'role_missing';
  // A client of the command line proves its key with each request; only a browser's session asserts a second factor.
  const secondFactor = subject.kind === 'person' ? subject.mfa : subject.senderConstrained;
  return secondFactor ? 'allowed' : 'mfa_required';
}

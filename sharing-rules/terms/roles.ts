/** Says what each role of the owner may do: roles come only from the registry, for the owner's own issuer. */
import type { Role, Subject } from './asker.ts';
import type { Reason } from './decision.ts';
import { reason } from './reasons.ts';

/**
 * The effect of an act on anybody's rights. `records` notes what happened, or prepares what somebody else
 * decides on: alone it gives nothing. An act that both grants and withdraws is two acts.
 */
export type ActEffect = 'grants' | 'withdraws' | 'records' | 'reads';

const OF_THE_SHARING: readonly Role[] = ['sharing_admin', 'reviewer', 'auditor', 'chief'];
/** Every role that a person can hold. */
export const ROLES: readonly Role[] = [...OF_THE_SHARING, 'records_clerk', 'process_clerk'];

interface Act {
  readonly effect: ActEffect;
  /** The roles of which one is needed. */
  readonly roles: readonly Role[];
}

const act = <const Effect extends ActEffect>(effect: Effect, ...roles: Role[]) => ({ effect, roles });

/**
 * Separation of duties (CJISSECPOL AC-5): anyone who grants does not review, and anyone who audits changes nothing.
 * The Chief sees everything, may stop everything and everybody, lets persons sign in again, closes reports of misuse
 * (Policy 420), and changes nothing else; those about the Chief an auditor closes.
 * The records clerk gives a prosecutor what was released for a case, proposes which reads are kept for one; the process
 * clerk keeps the register of served process. Neither sees more. Reading is an act too: nothing is open by default.
 */
const ACTS = {
  /** Adds an agency, or changes a fact without withdrawing a right of it. */
  change_agency: act('grants', 'sharing_admin'),
  lower_agency: act('withdraws', 'sharing_admin'),
  propose_grant: act('records', 'sharing_admin'),
  approve_grant: act('grants', 'sharing_admin'),
  withdraw_grant: act('withdraws', 'sharing_admin'),
  propose_agreement: act('records', 'sharing_admin'),
  accept_agreement: act('grants', 'sharing_admin'),
  end_agreement: act('withdraws', 'sharing_admin'),
  revoke: act('withdraws', 'sharing_admin'),
  halt: act('withdraws', 'sharing_admin', 'chief'),
  resume: act('grants', 'sharing_admin'),
  /** Releases need one cosignature less. */
  remove_witness: act('grants', 'sharing_admin'),
  suspend_subject: act('withdraws', 'sharing_admin'),
  reinstate_subject: act('grants', 'sharing_admin'),
  attest_subject: act('grants', 'sharing_admin'),
  remove_client: act('withdraws', 'sharing_admin'),
  /** Two persons name the client whose answers decide if incidents wait; it then asks nothing itself. */
  let_answer_records: act('grants', 'sharing_admin'),
  lift_records_hold: act('grants', 'sharing_admin'),
  remove_person: act('withdraws', 'sharing_admin'),
  /** Two persons remove a Chief or an auditor: oversight ends for good, which one stolen key must not bring about. */
  remove_overseer: act('grants', 'sharing_admin'),
  /** A key alone stops a person at once whose own key was stolen. */
  suspend_person: act('withdraws', 'sharing_admin', 'chief'),
  reinstate_person: act('grants', 'sharing_admin', 'chief'),
  remove_issuer: act('withdraws', 'sharing_admin'),
  /** Nobody signs in by it before another person approves it; neither gives a role. */
  propose_identity: act('records', 'sharing_admin'),
  approve_identity: act('grants', 'sharing_admin'),
  test_sign_in: act('reads', 'sharing_admin'),
  /** Sends nothing to the endpoint before another person approves it. */
  set_endpoint: act('records', 'sharing_admin'),
  approve_endpoint: act('grants', 'sharing_admin'),
  /** Takes no pushed reads from the source before another person approves it. */
  propose_reads_source: act('records', 'sharing_admin'),
  approve_reads_source: act('grants', 'sharing_admin'),
  end_reads_source: act('withdraws', 'sharing_admin'),
  /** Sets where lists come from, where they are sent, and how they are matched. */
  set_up_exchange: act('grants', 'sharing_admin'),
  end_exchange: act('withdraws', 'sharing_admin'),
  order_sync: act('records', 'sharing_admin'),
  read_jobs: act('reads', 'sharing_admin'),
  check_peer: act('records', 'sharing_admin', 'auditor'),
  /** After an answer that could not be proved, once a person has looked. */
  resume_asking: act('grants', 'sharing_admin'),
  approve_review: act('grants', 'reviewer'),
  refuse_review: act('withdraws', 'reviewer'),
  decide_hit: act('records', 'reviewer'),
  /** Takes two: without the caution, officers again go by the hits of that entry. */
  lift_caution: act('grants', 'reviewer', 'sharing_admin'),
  report_misuse: act('records', ...OF_THE_SHARING),
  read_misuse: act('reads', 'auditor', 'chief'),
  /** Either closes their own reports: see `misuse/report-closing.ts`. */
  close_misuse: act('records', 'chief', 'auditor'),
  complete_audit: act('records', 'auditor'),
  /** Asks records offices about released queries, and settles the differences that they find. */
  check_records: act('records', 'auditor'),
  read_registry: act('reads', ...OF_THE_SHARING),
  read_reviews: act('reads', 'reviewer', 'auditor', 'chief'),
  read_hits: act('reads', ...OF_THE_SHARING),
  read_log: act('reads', 'sharing_admin', 'auditor', 'chief'),
  /** Releases reads that nobody can bring back, so it is as strict as granting access. */
  make_evidence: act('grants', 'records_clerk'),
  /** Gives nothing: what a process obtains leaves by the acts above. */
  register_process: act('records', 'process_clerk'),
  see_to_process: act('records', 'process_clerk'),
  read_processes: act('reads', 'process_clerk', 'auditor', 'chief'),
  /** Keeps nothing before an administrator approves it. */
  propose_preservation: act('records', 'records_clerk', 'sharing_admin'),
  approve_preservation: act('grants', 'sharing_admin'),
  /** One person proposes that reads are kept for longer; an administrator who asks for the same then makes it so. */
  renew_preservation: act('grants', 'records_clerk', 'sharing_admin'),
  end_preservation: act('withdraws', 'records_clerk', 'sharing_admin'),
  read_preservations: act('reads', 'records_clerk', 'sharing_admin', 'auditor', 'chief'),
  /** Needs the same safeguards as `make_evidence`. */
  release_preserved: act('grants', 'records_clerk'),
} as const satisfies Readonly<Record<string, Act>>;

export type AdministrativeAction = keyof typeof ACTS;

/** The acts that have this effect on rights. */
export type ActWith<Effect extends ActEffect> = {
  readonly [Name in AdministrativeAction]: (typeof ACTS)[Name]['effect'] extends Effect ? Name : never;
}[AdministrativeAction];

export const ADMINISTRATIVE_ACTIONS = Object.keys(ACTS) as readonly AdministrativeAction[];

/**
 * True if two roles are held (CJISSECPOL AC-5: one person, one role). Whoever grants does not review what is
 * asked under the grant; the auditor, who checks the others, holds none of their roles; the Chief, who closes
 * misuse reports about them, holds none either, and does not audit: the auditor attests that reports were closed.
 */
export function excludeEachOther(roles: readonly Role[]): boolean {
  return new Set(roles).size > 1;
}

function actOf(action: AdministrativeAction): Act {
  return Object.hasOwn(ACTS, action) ? ACTS[action] : act('grants');
}

/** Returns the roles of which one is needed. */
export function rolesFor(action: AdministrativeAction): readonly Role[] {
  return actOf(action).roles;
}

/** True if one of these roles is enough for it. */
export function rolesAllow(roles: readonly string[], action: AdministrativeAction): boolean {
  return rolesFor(action).some((role) => roles.includes(role));
}

/** The roles that oversee administrators and reviewers: while none of them can sign in, nothing is shared. */
export const OVERSEERS: readonly Role[] = ['chief', 'auditor'];

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  sharing_admin: 'sharing administrator',
  reviewer: 'reviewer',
  auditor: 'auditor',
  chief: 'Chief',
  records_clerk: 'records clerk',
  process_clerk: 'process clerk',
};

/** Names a holder of the role, as a sentence says it: there is one Chief. */
function oneOf(role: Role): string {
  if (role === 'chief') return 'the Chief';
  return `${role === 'auditor' ? 'an' : 'a'} ${ROLE_NAMES[role]}`;
}

/** Says who may do it, e.g. `an auditor or the Chief`. */
export function whoMay(action: AdministrativeAction): string {
  const names = rolesFor(action).map(oneOf);
  const last = names.at(-1) ?? 'nobody';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}

/** Returns the act's effect on rights; for an unknown act, the strictest. */
export function effectOf(action: AdministrativeAction): ActEffect {
  return actOf(action).effect;
}

/** The owner's requirements of a person who grants a right. */
export interface SecondFactorPolicy {
  /** `off`: a key alone will do, as it does to withdraw one, and then every entry says so. */
  readonly secondFactor: 'on' | 'off';
  /** Ms. */
  readonly now: number;
}

/** Milliseconds since the sign-in, for granting a right (CJISSECPOL IA-11). */
const FRESH_FOR = 15 * 60_000;

/**
 * `person_unknown`: no natural person stands behind the token, so nobody could answer for the act.
 * `roles_exclude`: the person holds roles that exclude each other.
 */
export type AdministerAnswer =
  | 'allowed'
  | 'role_missing'
  | 'person_unknown'
  | 'roles_exclude'
  | 'mfa_required'
  | 'reauthentication_required';

type Asker = Pick<Subject, 'kind' | 'personId' | 'roles' | 'mfa' | 'senderConstrained' | 'authenticatedAt'>;

/**
 * Decides whether the asker may do it. A person must have signed in with a second factor (CJISSECPOL IA-2);
 * granting takes such a person, and lately: a key in a file can be copied, and whoever holds two keys passes
 * for two persons. Withdrawing a right takes a key alone: stopping must stay easy.
 */
export function mayAdminister(
  subject: Asker,
  action: AdministrativeAction,
  policy: SecondFactorPolicy,
): AdministerAnswer {
  if (!subject.personId) return 'person_unknown';
  const { effect, roles } = actOf(action);
  if (!subject.roles.some((role) => roles.includes(role))) return 'role_missing';
  if (effect !== 'withdraws' && excludeEachOther(subject.roles)) return 'roles_exclude';
  // A client of the command line proves its key with each request; only a browser's session asserts a second factor.
  const proven = subject.kind === 'person' ? subject.mfa : subject.senderConstrained;
  if (!proven) return 'mfa_required';
  return effect === 'grants' && policy.secondFactor !== 'off'
    ? signedInLately(subject, policy.now)
    : 'allowed';
}

function signedInLately(
  { authenticatedAt, kind, mfa }: Asker,
  now: number,
): 'allowed' | 'mfa_required' | 'reauthentication_required' {
  if (kind !== 'person' || mfa !== true) return 'mfa_required';
  const isFresh = authenticatedAt !== null && now - authenticatedAt <= FRESH_FOR;
  return isFresh ? 'allowed' : 'reauthentication_required';
}

const REASONS = {
  mfa_required: [reason('mfa_required', 'deny')],
  reauthentication_required: [reason('reauthentication_required', 'deny')],
} as const satisfies Partial<Record<AdministerAnswer, readonly Reason[]>>;

/** The reasons of a refusal that a new sign-in mends; none of another. */
export function reasonsOf(answer: AdministerAnswer): readonly Reason[] {
  return answer === 'mfa_required' || answer === 'reauthentication_required' ? REASONS[answer] : [];
}

/** True if a new sign-in mends one of these reasons of a refusal. */
export function mendedBySignIn(codes: readonly string[]): boolean {
  return Object.values(REASONS).some((reasons) => reasons.some(({ code }) => codes.includes(code)));
}

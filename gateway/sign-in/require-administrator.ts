/** Signs in on the administrators' side: finds who asks, and if role and sign-in allow the act. */
import type { Request } from 'express';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import {
  type AdministerAnswer,
  type AdministrativeAction,
  mayAdminister,
  reasonsOf,
  rolesFor,
} from '../../sharing-rules/terms/roles.ts';
import { GatewayError } from '../faults/errors.ts';
import type { GrantedByPerson } from '../release/revoke/grant-right.ts';

/** The scope of every administrators' token; what its holder may do is decided by roles. */
export const ADMIN_SCOPE = 'alpr.admin';

/** The sign-in that anyone who grants a right must have had, on this node. */
export interface SecondFactorSetting {
  /** The setting APPROVAL_SECOND_FACTOR. */
  readonly secondFactor: 'on' | 'off';
}

export interface SignInDeps extends SecondFactorSetting {
  /** Authenticates the request and uses its proof up. @throws GatewayError `invalid_token`, `forbidden`. */
  readonly signIn: (request: Request, scope: string) => Promise<Subject>;
}

/**
 * The record in the log of the sign-in of anyone who granted a right: when, and by which methods; `off` if
 * the node asks for none; `none` for a key alone, which may prepare what another person approves.
 */
export type SecondFactorUsed =
  | 'off'
  | 'none'
  | { readonly at: string | null; readonly methods: readonly string[] };

/** Anyone who grants a right, or prepares it, as the log's entry names them. */
export interface Grantor extends GrantedByPerson {
  readonly secondFactor: SecondFactorUsed;
}

/** A subject behind whom a natural person stands. */
export interface Administrator extends Subject, Grantor {
  readonly personId: string;
}

const SIGN_IN = 'sign in again: npm run gateway -- sign-in';

const REFUSALS: Readonly<Record<Exclude<AdministerAnswer, 'allowed' | 'role_missing'>, string>> = {
  person_unknown: 'this token names no person: sign in as yourself, or with a client registered to you',
  roles_exclude:
    'your roles exclude each other, so they only take rights away: keep one of them, by `register`',
  mfa_required: `this takes a person who has signed in with a second factor, not a key alone; ${SIGN_IN}`,
  reauthentication_required: `your sign-in is older than 15 minutes; ${SIGN_IN}`,
};

/** @throws GatewayError `forbidden` (403) where role or sign-in do not allow the act; whatever sign-in throws. */
export async function requireAdministrator(
  request: Request,
  { secondFactor, signIn }: SignInDeps,
  action: AdministrativeAction,
): Promise<Administrator> {
  return administratorOf(await signIn(request, ADMIN_SCOPE), action, { secondFactor });
}

/**
 * @throws GatewayError `forbidden` (403) where role or sign-in do not allow the act, with reasons where a sign-in
 * mends it
 */
export function administratorOf(
  subject: Subject,
  action: AdministrativeAction,
  { secondFactor }: SecondFactorSetting,
): Administrator {
  const answer = mayAdminister(subject, action, { secondFactor, now: Date.now() });
  const { personId } = subject;
  if (answer === 'allowed' && personId !== null) {
    return { ...subject, personId, secondFactor: secondFactorOf(subject, secondFactor) };
  }
  if (answer === 'role_missing') {
    const needed = rolesFor(action).join(' or ');
    throw new GatewayError('forbidden', `your role does not allow this: it needs the role ${needed}`);
  }
  const reasons = reasonsOf(answer);
  const detail = REFUSALS[answer === 'allowed' ? 'person_unknown' : answer];
  throw new GatewayError('forbidden', detail, reasons.length === 0 ? {} : { reasons });
}

function secondFactorOf(
  { amr = [], authenticatedAt, kind }: Subject,
  setting: SecondFactorSetting['secondFactor'],
): SecondFactorUsed {
  if (setting === 'off') return 'off';
  if (kind !== 'person') return 'none';
  return { at: authenticatedAt === null ? null : new Date(authenticatedAt).toISOString(), methods: amr };
}

/** Sign-in of the administrators' side: who asks, and whether their role allows the act. */
import type { Request } from 'express';
import { type AdministrativeAction, mayAdminister, rolesFor } from '../../sharing-rules/roles.ts';
import type { Subject } from '../../sharing-rules/terms.ts';
import { GatewayError } from '../errors.ts';

/** The scope of every administrators' token; what its holder may do is decided by roles. */
export const ADMIN_SCOPE = 'alpr.admin';

export interface SignInDeps {
  /** Authenticates the request and uses its proof up. @throws GatewayError `invalid_token`, `forbidden`. */
  readonly signIn: (request: Request, scope: string) => Promise<Subject>;
}

/** A subject behind whom a natural person stands. */
export interface Administrator extends Subject {
  readonly personId: string;
}

const REFUSALS = {
  person_unknown: 'this token names no person: sign in as yourself, or with a client registered to you',
  mfa_required: 'sign in again with a second factor',
} as const;

/** @throws GatewayError `forbidden` (403) where the role does not allow the act; whatever sign-in throws. */
export async function requireAdministrator(
  request: Request,
  { signIn }: SignInDeps,
  action: AdministrativeAction,
): Promise<Administrator> {
  return administratorOf(await signIn(request, ADMIN_SCOPE), action);
}

/** @throws GatewayError `forbidden` (403) where the role does not allow the act */
export function administratorOf(subject: Subject, action: AdministrativeAction): Administrator {
  const answer = mayAdminister(subject, action);
  const { personId } = subject;
  if (answer === 'allowed' && personId !== null) return { ...subject, personId };
  if (answer === 'role_missing') {
    const needed = rolesFor(action).join(' or ');
    throw new GatewayError('forbidden', `your role does not allow this: it needs the role ${needed}`);
  }
  throw new GatewayError('forbidden', REFUSALS[answer === 'allowed' ? 'person_unknown' : answer]);
}

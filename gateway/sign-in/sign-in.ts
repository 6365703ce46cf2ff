/** Signs in on the administrators' side: authenticates, counts, and uses the proof up. */
import type { Request } from 'express';
import type pg from 'pg';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import { proofReplayed } from '../http/challenge.ts';
import type { LimitRate } from '../http/limits/limit-rate.ts';
import { isReading, itsTurn, readWhileItStands } from '../http/while-it-stands.ts';
import { claimProof, type ProofMark } from '../identity/proofs/proofs-store.ts';
import { verifyAtOnce } from '../identity/proofs/verify-signature.ts';
import { findIdentities } from '../identity/registrations-store.ts';
import type { InFlight } from '../release/lease/in-flight.ts';
import { type AuthenticateDeps, authenticate } from './authenticate.ts';
import { markKnown } from './mark-known.ts';
import { ADMIN_SCOPE, type SignInDeps } from './require-administrator.ts';

export interface SignedIn {
  readonly subject: Subject;
  /** Resolves once the proof is used up. INVARIANT: awaited before anything is committed or told. */
  readonly claimed: Promise<void>;
  /**
   * Returns the subject as it is registered when this is called, whatever this node has heard of.
   * @throws GatewayError `invalid_token` if it was removed
   */
  readonly current: () => Promise<Subject>;
}

export type SignInAhead = (request: Request, scope: string) => Promise<SignedIn>;

/** Signs in like `createSignIn`, but the caller goes on while the proof is used up. */
export function createSignInAhead(pool: pg.Pool, deps: AuthenticateDeps, limitRate: LimitRate): SignInAhead {
  // Administrators are few, and a revocation is waited for.
  const atOnce = { identity: { ...deps.identity, verifySignature: verifyAtOnce } };
  return async (request, scope) => {
    const { res: response } = request;
    if (response === undefined) throw new Error('a request without its response');
    const { subject, proof } = await authenticate(request, atOnce, scope);
    await limitRate(request, response, subject);
    const claimed = claim(pool, proof).then(() => markKnown(request, subject));
    // Anyone who awaits it hears of it; the process must not end for it before that.
    claimed.catch(() => undefined);
    const current = async () => {
      if ((await findIdentities(pool, subject.agencyId)) === subject.identities) return subject;
      await deps.identity.registrations.reload();
      return (await authenticate(request, atOnce, scope)).subject;
    };
    return { subject, claimed, current };
  };
}

/** Asks the database: a node whose notifications are late would still accept a person who was removed. */
export function createSignIn(signInAhead: SignInAhead, inFlight: InFlight): SignInDeps['signIn'] {
  return async (request, scope) => {
    const { res: response } = request;
    const reads = scope === ADMIN_SCOPE && isReading(request) && response !== undefined;
    if (reads) await itsTurn(response);
    const { claimed, current, subject } = await signInAhead(request, scope);
    await claimed;
    if (reads) readWhileItStands(request, response, subject, inFlight);
    return current();
  };
}

async function claim(pool: pg.Pool, proof: ProofMark | null): Promise<void> {
  if (proof !== null && !(await claimProof(pool, proof))) throw proofReplayed();
}

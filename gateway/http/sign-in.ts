/** Sign-in of the administrators' side: authenticated, counted, its proof used up. */
import type { Request } from 'express';
import type pg from 'pg';
import type { Subject } from '../../sharing-rules/terms.ts';
import { proofReplayed } from '../identity/challenge.ts';
import { claimProof, type ProofMark } from '../identity/proofs-store.ts';
import { verifyAtOnce } from '../identity/verify-signature.ts';
import { type AuthenticateDeps, authenticate } from './authenticate.ts';
import type { LimitRate } from './limit-rate.ts';
import type { SignInDeps } from './require-administrator.ts';

export interface SignedIn {
  readonly subject: Subject;
  /** Fulfilled once the proof is used up. INVARIANT: awaited before anything is committed or told. */
  readonly claimed: Promise<void>;
}

export type SignInAhead = (request: Request, scope: string) => Promise<SignedIn>;

/** As `createSignIn`, but its proof is used up while the caller goes on. */
export function createSignInAhead(pool: pg.Pool, deps: AuthenticateDeps, limitRate: LimitRate): SignInAhead {
  // Administrators are few, and a revocation is waited for.
  const atOnce = { identity: { ...deps.identity, verifySignature: verifyAtOnce } };
  return async (request, scope) => {
    const { res: response } = request;
    if (response === undefined) throw new Error('a request without its response');
    const { subject, proof } = await authenticate(request, atOnce, scope);
    await limitRate(request, response, subject);
    const claimed = claim(pool, proof);
    // Whoever awaits it hears of it; the process must not end for it meanwhile.
    claimed.catch(() => undefined);
    return { subject, claimed };
  };
}

export function createSignIn(signInAhead: SignInAhead): SignInDeps['signIn'] {
  return async (request, scope) => {
    const { claimed, subject } = await signInAhead(request, scope);
    await claimed;
    return subject;
  };
}

async function claim(pool: pg.Pool, proof: ProofMark | null): Promise<void> {
  if (proof !== null && !(await claimProof(pool, proof))) throw proofReplayed();
}

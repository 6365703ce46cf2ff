/** Sign-in of the administrators' side: authenticated, counted, its proof used up. */
import type { Request } from 'express';
import type pg from 'pg';
import { proofReplayed } from '../identity/challenge.ts';
import { claimProof } from '../identity/proofs-store.ts';
import { type AuthenticateDeps, authenticate } from './authenticate.ts';
import type { LimitRate } from './limit-rate.ts';
import type { SignInDeps } from './require-administrator.ts';

export function createSignIn(
  pool: pg.Pool,
  deps: AuthenticateDeps,
  limitRate: LimitRate,
): SignInDeps['signIn'] {
  return async (request: Request, scope: string) => {
    const { res: response } = request;
    if (response === undefined) throw new Error('a request without its response');
    const { subject, proof } = await authenticate(request, deps, scope);
    await limitRate(request, response, subject);
    if (proof !== null && !(await claimProof(pool, proof))) throw proofReplayed();
    return subject;
  };
}

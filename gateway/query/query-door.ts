/**
 * The door of queries, by the steps of `sign-in/door.ts`. Their proof is used up with their commit; where nothing is
 * committed, before anything is looked for.
 */
import type { Request } from 'express';
import { GatewayError } from '../faults/errors.ts';
import { proofReplayed } from '../http/challenge.ts';
import type { LimitRate } from '../http/limits/limit-rate.ts';
import type { PartnerOperation, Route } from '../http/routes/route.ts';
import type { ProofMark } from '../identity/proofs/proofs-store.ts';
import type { Authenticated } from '../sign-in/authenticate.ts';
import { type AskedByHand, behindDoor, bodyOf } from '../sign-in/door.ts';
import { markKnown } from '../sign-in/mark-known.ts';

export interface QueryDoorDeps {
  readonly authenticate: (request: Request, scope: string) => Promise<Authenticated>;
  readonly limitRate: LimitRate;
}

/** Makes a route whose handler sees to it that the proof is used up. */
export function queryRoute<const Declared extends PartnerOperation, Deps extends QueryDoorDeps>(
  declared: Declared,
  serve: (asked: AskedByHand<Declared, Authenticated>, deps: Deps) => Promise<void>,
): Route<Deps> {
  return behindDoor<Declared, Authenticated, Deps>(declared, authenticated, (asked, deps) =>
    serve({ ...asked, body: bodyOf(declared, asked.request) }, deps),
  );
}

export async function authenticated(
  request: Request,
  { authenticate, limitRate }: QueryDoorDeps,
  { scope }: PartnerOperation,
): Promise<Authenticated> {
  const { res: response } = request;
  if (response === undefined) throw new Error('a request without its response');
  const who = await authenticatedFor(request, authenticate, scope);
  await limitRate(request, response, who.subject);
  return who;
}

/** @throws GatewayError that names the first scope, where neither is there */
async function authenticatedFor(
  request: Request,
  authenticate: QueryDoorDeps['authenticate'],
  scope: PartnerOperation['scope'],
): Promise<Authenticated> {
  if (scope !== 'query_or_ask') return authenticate(request, scope);
  try {
    return await authenticate(request, 'alpr.query');
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'forbidden') throw error;
    return authenticate(request, 'alpr.ask').catch(() => Promise.reject(error));
  }
}

/** @throws GatewayError `invalid_token` where the proof was used before */
export async function useUp(
  request: Request,
  { proof, subject }: Pick<Authenticated, 'proof' | 'subject'>,
  claimProof: (proof: ProofMark) => Promise<boolean>,
): Promise<void> {
  if (proof !== null && !(await claimProof(proof))) throw proofReplayed();
  markKnown(request, subject);
}

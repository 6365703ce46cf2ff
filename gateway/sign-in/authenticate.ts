/**
 * Finds out who asks, step 1 of every request, by the token's issuer and client, which the registry has.
 *
 * Cheap checks come first. A stranger's proof is never verified: its key must be the one that a good token is
 * bound to. A stranger's token is, if it names a registered client and one of the issuer's keys, when its
 * turn comes (`token-turns.ts`); and of new good ones only so many a minute (`new-tokens.ts`).
 */
import { hash } from 'node:crypto';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import { askerAddress } from '../http/asker-address.ts';
import { refuseToken } from '../http/challenge.ts';
import { confirmToken } from '../identity/confirm-token.ts';
import type { Identity } from '../identity/create-identity.ts';
import type { NamedByToken } from '../identity/new-tokens.ts';
import { readProof } from '../identity/proofs/dpop-proof.ts';
import type { ProofMark } from '../identity/proofs/proofs-store.ts';
import { type Credentials, type RequestHead, readCredentials } from '../identity/read-credentials.ts';
import { checkBinding, readToken, type VerifiedToken, verifyToken } from '../identity/verify-token.ts';

/** The scope of a client that answers for its agency's records office. */
export const RECORDS_SCOPE = 'alpr.records';

export interface AuthenticateDeps {
  readonly identity: Identity;
}

export interface Authenticated {
  readonly subject: Subject;
  /** The proof, to be claimed by the caller before all else; null if a certificate binds the token. */
  readonly proof: ProofMark | null;
  /** The thumbprint of the key or certificate that the token is bound to, base64url. */
  readonly keyThumbprint: string;
}

/**
 * Authenticates a request; with a token seen before that costs a hash, a look-up and the check of its proof.
 * It rests on the registration, not on any grant: anyone who is removed from the registry is refused at once,
 * anyone who lost a grant is still authenticated.
 *
 * @param scope what the token must be good for, e.g. `alpr.query`
 * @throws GatewayError `invalid_token` (401), or `forbidden` (403) for the scope, both with
 * `WWW-Authenticate`; `too_many_requests` (429); `unavailable` if the issuer's keys cannot be had
 */
export async function authenticate(
  request: RequestHead,
  { identity }: AuthenticateDeps,
  scope: string,
): Promise<Authenticated> {
  const credentials = readCredentials(request, identity, scope);
  const { scheme } = credentials;
  const now = identity.now();
  const tokenHash = hash('sha256', credentials.token, 'base64url');
  const method = request.method ?? '';
  const path = pathOf(request.originalUrl);
  const url = identity.resource + path;
  const otherUrl = adminUrlOf(request, identity, path);
  const proof =
    credentials.scheme === 'DPoP'
      ? readProof(credentials.proof, { method, url, otherUrl, tokenHash }, identity, now)
      : null;
  const came = { scheme, thumbprint: proof?.thumbprint ?? certificateOf(credentials) };

  const before = identity.knownTokens.get(tokenHash);
  const stood = before !== undefined && stands(before, identity, now);
  if (stood) checkBinding(before.confirmation, came);
  const token = stood
    ? before
    : await seeFirst(credentials.token, came, request, { identity, tokenHash, now });
  if (!token.scopes.has(scope)) {
    const description = `the access token lacks the scope ${scope}`;
    throw refuseToken('insufficient_scope', 'scope_missing', description, { scheme, scope });
  }
  // Nobody confirms their own query: a client asks, or answers for a records office.
  if (token.client.answersRecords !== (scope === RECORDS_SCOPE)) {
    const description = token.client.answersRecords
      ? `this client answers for a records office: only the scope ${RECORDS_SCOPE} is good for it`
      : `the scope ${RECORDS_SCOPE} is for a client that two administrators let answer for a records office`;
    throw refuseToken('insufficient_scope', 'client_use', description, { scheme, scope });
  }
  const mark = proof === null ? null : await proof.verify();
  if (proof !== null) checkNonce(proof.nonce, identity, now);
  if (!stood) {
    if (before === undefined) identity.newTokens.add(namedBy(token), tokenHash);
    const shown = { method, url: proof?.url ?? url, proof: proofText(credentials) };
    await confirmToken(credentials.token, token, shown, identity, now);
    identity.knownTokens.set(tokenHash, token);
  }
  return { subject: token.subject, proof: mark, keyThumbprint: token.confirmation.thumbprint };
}

/** Returns the URL at the owner's people's port if the request came there: they may use either address. */
function adminUrlOf({ socket }: RequestHead, { adminDoor }: Identity, path: string): string | undefined {
  return adminDoor !== null && socket.localPort === adminDoor.port ? adminDoor.url + path : undefined;
}

/** Verifies a new token once for all requests that bring it together. */
async function seeFirst(
  text: string,
  came: Parameters<typeof checkBinding>[1],
  request: RequestHead,
  {
    identity,
    now,
    tokenHash,
  }: { readonly identity: Identity; readonly now: number; readonly tokenHash: string },
): Promise<VerifiedToken> {
  const read = readToken(text, came.scheme, identity, now);
  checkBinding(read.confirmation, came);
  const { knownTokens, verifying } = identity;
  const underWay = verifying.get(tokenHash);
  if (underWay !== undefined) return underWay;
  // A token that was good before is not counted and need not wait: what changed is on our side.
  const turn = knownTokens.get(tokenHash) === undefined ? { from: cameFrom(request), tokenHash } : null;
  knownTokens.delete(tokenHash);
  const verified = verifyToken(read, turn, identity).finally(() => verifying.delete(tokenHash));
  verifying.set(tokenHash, verified);
  return verified;
}

/** Returns true if everything that the token was accepted for is still there, by reference. */
function stands(token: VerifiedToken, { registrations, issuerKeys }: Identity, now: number): boolean {
  const { issuer, subject, client, person } = token;
  return (
    token.expiresAt > now &&
    registrations.findIssuer(issuer.issuer) === issuer &&
    registrations.findClient(issuer.issuer, subject.clientId) === client &&
    (person === null || registrations.findPerson(issuer.issuer, token.sub) === person) &&
    issuerKeys.holds(issuer, token.key)
  );
}

/** Checks that a nonce that was sent is good, whether one is asked for or not (RFC 9449 §9). */
function checkNonce(nonce: string | null, { nonces, requireNonce }: Identity, now: number): void {
  if (nonce === null ? !requireNonce : nonces.isGood(nonce, now)) return;
  const description = 'send the nonce of the DPoP-Nonce header in the proof';
  throw refuseToken('use_dpop_nonce', 'proof_nonce', description, {
    headers: { 'DPoP-Nonce': nonces.current(now) },
  });
}

function namedBy({ issuer: { issuer }, sub, subject: { clientId } }: VerifiedToken): NamedByToken {
  return { issuer, clientId, sub };
}

/** Gives each of the node's ports turns of its own, so that what comes in at one delays nobody at another. */
function cameFrom(request: RequestHead): readonly string[] {
  return [String(request.socket.localPort), askerAddress(request)];
}

function certificateOf(credentials: Credentials): string {
  return credentials.scheme === 'Bearer' ? credentials.certificate : '';
}

function proofText(credentials: Credentials): string | null {
  return credentials.scheme === 'DPoP' ? credentials.proof : null;
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

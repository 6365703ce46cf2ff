/** Step 1 of every request: who asks. The token names an issuer and a client; the registry says whose they are. */
import { hash } from 'node:crypto';
import type { Subject } from '../../sharing-rules/terms.ts';
import { refuseToken } from '../identity/challenge.ts';
import type { Identity } from '../identity/create-identity.ts';
import { type CheckedProof, checkProof } from '../identity/dpop-proof.ts';
import type { ProofMark } from '../identity/proofs-store.ts';
import { type Credentials, type RequestHead, readCredentials } from '../identity/read-credentials.ts';
import { type VerifiedToken, verifyToken } from '../identity/verify-token.ts';

export interface AuthenticateDeps {
  readonly identity: Identity;
}

export interface Authenticated {
  readonly subject: Subject;
  /** To be claimed by the caller before anything is done; null where a certificate binds the token. */
  readonly proof: ProofMark | null;
  /** Of the key or certificate that the token is bound to, base64url. */
  readonly keyThumbprint: string;
}

/**
 * A token seen before costs a hash, a look-up and the check of its proof. Its entry rests on the registration, not on
 * any grant: whoever is removed from the registry is refused at once, whoever lost a grant is still authenticated.
 *
 * @param scope what the token must be good for, e.g. `alpr.query`
 * @throws GatewayError `invalid_token` (401), or `forbidden` (403) for the scope, both with `WWW-Authenticate`;
 *   `unavailable` where the issuer's keys cannot be had
 */
export async function authenticate(
  request: RequestHead,
  { identity }: AuthenticateDeps,
  scope: string,
): Promise<Authenticated> {
  const credentials = readCredentials(request, identity, scope);
  const now = identity.now();
  const tokenHash = hash('sha256', credentials.token, 'base64url');
  const place = { method: request.method ?? '', url: identity.resource + pathOf(request.originalUrl) };
  const proof = await proofOf(credentials, { ...place, tokenHash }, identity, now);

  let known = identity.knownTokens.get(tokenHash);
  if (known === undefined || !stands(known, identity, now)) {
    identity.knownTokens.delete(tokenHash);
    const came = { ...place, scheme: credentials.scheme, proof: proofText(credentials) };
    known = await verifyToken(credentials.token, came, identity, now);
    identity.knownTokens.set(tokenHash, known);
  }
  checkBinding(known, credentials, proof);
  proof?.rememberKey();
  if (!known.scopes.has(scope)) {
    const { scheme } = credentials;
    throw refuseToken('insufficient_scope', `the access token lacks the scope ${scope}`, { scheme, scope });
  }
  return { subject: known.subject, proof: proof?.mark ?? null, keyThumbprint: known.confirmation.thumbprint };
}

/** Everything that the token was accepted for must still be there, by reference. */
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

async function proofOf(
  credentials: Credentials,
  place: Parameters<typeof checkProof>[1],
  identity: Identity,
  now: number,
): Promise<CheckedProof | null> {
  if (credentials.scheme === 'Bearer') return null;
  const { nonces, requireNonce } = identity;
  const proof = await checkProof(credentials.proof, place, identity, now);
  const { nonce } = proof;
  if (nonce === null ? requireNonce : !nonces.isGood(nonce, now)) {
    throw refuseToken('use_dpop_nonce', 'send the nonce of the DPoP-Nonce header in the proof', {
      headers: { 'DPoP-Nonce': nonces.current(now) },
    });
  }
  return proof;
}

/** Thumbprints are public, so an ordinary comparison gives nothing away. */
function checkBinding(
  { confirmation }: VerifiedToken,
  credentials: Credentials,
  proof: CheckedProof | null,
): void {
  const { scheme } = credentials;
  const [method, thumbprint] =
    credentials.scheme === 'DPoP' ? ['jkt', proof?.thumbprint] : ['x5t#S256', credentials.certificate];
  if (confirmation.method === method && confirmation.thumbprint === thumbprint) return;
  throw refuseToken('invalid_token', 'the access token is bound to another key or certificate', { scheme });
}

function proofText(credentials: Credentials): string | null {
  return credentials.scheme === 'DPoP' ? credentials.proof : null;
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

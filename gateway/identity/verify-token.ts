/** The first sight of an access token (RFC 9068): signature, claims, and whom it speaks for. */
import * as oauth from 'oauth4webapi';
import type { PublicJwk } from '../envelope/check-public-key.ts';
import { decodeBase64url } from '../envelope/decode-base64url.ts';
import { readProtectedHeader } from '../envelope/read-protected-header.ts';
import { splitCompact } from '../envelope/split-compact.ts';
import { verifyJws } from '../envelope/verify-jws.ts';
import { type Confirmation, checkClaims, readConfirmation } from './access-token-claims.ts';
import { NOT_ACCEPTED, refuseToken, type Scheme, TOKEN_ALGORITHMS } from './challenge.ts';
import { CLOCK_SKEW } from './dpop-proof.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import type { RegisteredIssuer, Registrations } from './registrations-store.ts';
import { findSubject, type TokenSubject } from './token-subject.ts';

/** Kept by the hash of the token until it expires, and used while everything that it rests on stands. */
export interface VerifiedToken extends TokenSubject {
  readonly issuer: RegisteredIssuer;
  readonly sub: string;
  readonly key: PublicJwk;
  readonly confirmation: Confirmation;
  readonly scopes: ReadonlySet<string>;
  /** Ms. */
  readonly expiresAt: number;
}

export interface TokenDeps {
  readonly registrations: Registrations;
  readonly issuerKeys: IssuerKeys;
  /** What tokens must be for. */
  readonly resource: string;
  readonly acceptedAcr: readonly string[];
}

/** How the token came; `proof` is null for the scheme Bearer. */
export interface TokenPresentation {
  readonly scheme: Scheme;
  readonly method: string;
  readonly url: string;
  readonly proof: string | null;
}

const FORM = 'the access token is no signed RFC 9068 token: typ at+jwt, alg ES256 or PS256, kid';

/**
 * The caller has checked the proof and compares it, or the certificate, with `confirmation`.
 *
 * @throws GatewayError `invalid_token`; `unavailable` where the issuer's keys cannot be had
 */
export async function verifyToken(
  token: string,
  came: TokenPresentation,
  deps: TokenDeps,
  now: number,
): Promise<VerifiedToken> {
  const refuse = (cause: unknown) =>
    refuseToken('invalid_token', NOT_ACCEPTED, { scheme: came.scheme, cause });
  const { kid, payload } = readUnverified(token, came.scheme);
  const issuer = typeof payload.iss === 'string' ? deps.registrations.findIssuer(payload.iss) : undefined;
  if (issuer === undefined) throw refuse(new Error('the issuer is not trusted'));
  const claims = checkClaims(payload, deps.resource, now / 1000, came.scheme);
  const confirmation = readConfirmation(claims.cnf);
  if (confirmation?.method !== (came.proof === null ? 'x5t#S256' : 'jkt')) {
    throw refuseToken(
      'invalid_token',
      'the access token is not bound to the key or certificate it came with',
      {
        scheme: came.scheme,
      },
    );
  }
  const key = await deps.issuerKeys.find(issuer, kid);
  if (key === null) throw refuse(new Error('the issuer publishes no such key'));
  try {
    // INVARIANT: `payload` was read from the text whose signature is verified here.
    if (came.proof !== null) {
      await validate(requestWith(token, came.proof, came), issuer, key, { resource: deps.resource, now });
    } else {
      // oauth4webapi knows no certificate-bound tokens.
      await verifyJws(token, { keys: [key] });
    }
    const found = findSubject(issuer.issuer, claims, deps.registrations, deps.acceptedAcr);
    const scopes = new Set(claims.scope?.split(' ') ?? []);
    return { ...found, issuer, sub: claims.sub, key, confirmation, scopes, expiresAt: claims.exp * 1000 };
  } catch (cause) {
    throw refuse(cause);
  }
}

function readUnverified(token: string, scheme: Scheme): { kid: string; payload: Record<string, unknown> } {
  try {
    const [head, body, signature] = splitCompact(token, 'JWS', 3) as [string, string, string];
    const header = readProtectedHeader(head, {
      alg: TOKEN_ALGORITHMS,
      typ: ['at+jwt', 'application/at+jwt'],
      kid: 'any',
    });
    const payload: unknown = JSON.parse(decodeBase64url(body, 'payload').toString('utf8'));
    // One token, one text: its hash is what the node knows it by.
    decodeBase64url(signature, 'signature');
    if (header.kid === undefined) throw new Error('the header has no `kid`');
    if (typeof payload !== 'object' || payload === null) throw new Error('the payload is no object');
    return { kid: header.kid, payload: payload as Record<string, unknown> };
  } catch (cause) {
    throw refuseToken('invalid_token', FORM, { scheme, cause });
  }
}

/** What the library reads of the request that came. */
function requestWith(token: string, proof: string, { method, url }: TokenPresentation): Request {
  return new Request(url, { method, headers: { Authorization: `DPoP ${token}`, DPoP: proof } });
}

/** The key is chosen before, so the library has no choice left and never fetches. */
async function validate(
  request: Request,
  { issuer, jwksUri }: RegisteredIssuer,
  key: PublicJwk,
  { now, resource }: { readonly now: number; readonly resource: string },
): Promise<void> {
  const keys = { jwks: { keys: [{ ...key }] }, uat: Number.MAX_SAFE_INTEGER };
  await oauth.validateJwtAccessToken({ issuer, jwks_uri: jwksUri }, request, resource, {
    requireDPoP: true,
    signingAlgorithms: [...TOKEN_ALGORITHMS],
    [oauth.clockTolerance]: CLOCK_SKEW,
    [oauth.clockSkew]: Math.round((now - Date.now()) / 1000),
    [oauth.jwksCache]: keys,
  });
}

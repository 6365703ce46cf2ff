/**
 * The first sight of an access token (RFC 9068): claims, whom it speaks for, signature. What costs little comes first,
 * and what would tell who is registered after it.
 */
import { createPublicKey, type JsonWebKey, type VerifyKeyObjectInput } from 'node:crypto';
import { NOT_ACCEPTED, refuseToken, type Scheme, TOKEN_ALGORITHMS } from '../http/challenge.ts';
import { NotAccepted, type WhyRefused } from '../http/why-refused.ts';
import {
  type AccessTokenClaims,
  type Confirmation,
  checkClaims,
  readConfirmation,
  type TokenTerms,
} from './access-token-claims.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import type { PublicJwk } from './jose/check-public-key.ts';
import { decodeBase64url } from './jose/decode-base64url.ts';
import { readProtectedHeader } from './jose/read-protected-header.ts';
import { splitCompact } from './jose/split-compact.ts';
import type { NamedByToken, NewTokens } from './new-tokens.ts';
import { verifierOf, verifyAside } from './proofs/verify-signature.ts';
import type { RegisteredIssuer, Registrations } from './registrations-store.ts';
import { findSubject, type TokenSubject } from './token-subject.ts';
import type { TokenTurns } from './token-turns.ts';

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

export interface TokenDeps extends TokenTerms {
  readonly registrations: Registrations;
  readonly issuerKeys: IssuerKeys;
  readonly tokenTurns: TokenTurns;
  readonly newTokens: NewTokens;
  readonly acceptedAcr: readonly string[];
}

const FORM = 'the access token is not a signed RFC 9068 token: typ at+jwt, alg ES256 or PS256, kid';

/** The keys by which a new token waits for its turn. */
export interface Turn {
  /** The origin of the token, the widest first, e.g. port and address. */
  readonly from: readonly string[];
  /** SHA-256 of the token, base64url. */
  readonly tokenHash: string;
}

/** A token whose form, claims and times fit. Nothing has been verified yet. */
export interface ReadToken {
  readonly scheme: Scheme;
  readonly issuer: string;
  readonly claims: AccessTokenClaims;
  readonly confirmation: Confirmation | null;
  readonly alg: string;
  readonly kid: string;
  /** The text that the signature covers. */
  readonly signed: string;
  readonly signature: Buffer;
}

/** @throws GatewayError `invalid_token` */
export function readToken(token: string, scheme: Scheme, terms: TokenTerms, now: number): ReadToken {
  const { payload, ...read } = readUnverified(token, scheme);
  const { iss } = payload;
  if (typeof iss !== 'string') throw notAccepted(scheme, 'token_claim');
  const claims = checkClaims(payload, terms, now / 1000, scheme);
  return { ...read, scheme, issuer: iss, claims, confirmation: readConfirmation(claims.cnf) };
}

/**
 * Verifies a token bound to the key or certificate that it came with.
 * @param turn null: it does not wait its turn
 * @throws GatewayError `invalid_token`; `too_many_requests`; `unavailable` if the issuer's keys are missing
 */
export async function verifyToken(
  { alg, claims, confirmation, issuer: iss, kid, scheme, signature, signed }: ReadToken,
  turn: Turn | null,
  deps: TokenDeps,
): Promise<VerifiedToken> {
  if (turn !== null) await waitTurn({ issuer: iss, clientId: claims.client_id, sub: claims.sub }, turn, deps);
  const issuer = deps.registrations.findIssuer(iss);
  if (issuer === undefined) throw notAccepted(scheme, 'issuer_unknown');
  const key = await deps.issuerKeys.find(issuer, kid);
  if (key === null) throw notAccepted(scheme, 'issuer_key_unknown');
  let found: TokenSubject;
  try {
    found = findSubject(iss, claims, deps.registrations, deps.acceptedAcr);
    // The algorithm follows from the key, never from the token (RFC 8725 §3.1).
    if (alg !== key.alg) throw new NotAccepted('token_signature');
    if (!(await isSigned(signed, key, signature))) throw new NotAccepted('token_signature');
  } catch (cause) {
    throw notAccepted(scheme, cause instanceof NotAccepted ? cause.why : 'token_signature', cause);
  }
  const scopes = new Set(claims.scope?.split(' ') ?? []);
  const { exp, sub } = claims;
  return {
    ...found,
    issuer,
    sub,
    key,
    confirmation: confirmation as Confirmation,
    scopes,
    expiresAt: exp * 1000,
  };
}

/** Waits for a turn. All tokens without a registered client share a line, so that none is given away. */
async function waitTurn(
  named: NamedByToken,
  { from, tokenHash }: Turn,
  { newTokens, registrations, tokenTurns }: TokenDeps,
): Promise<void> {
  newTokens.checkMore(named, tokenHash);
  const { clientId, issuer } = named;
  const isRegistered = registrations.findClient(issuer, clientId) !== undefined;
  await tokenTurns.take([...from, isRegistered ? `${issuer} ${clientId}` : '']);
  // Tokens ahead of it may have been from the same client.
  newTokens.checkMore(named, tokenHash);
}

/** Makes the refusal to throw: one sentence, whatever the cause, so that nobody learns which check failed. */
function notAccepted(scheme: Scheme, why: WhyRefused, cause?: unknown) {
  return refuseToken('invalid_token', why, NOT_ACCEPTED, { scheme, cause });
}

/**
 * Checks the binding. Thumbprints are public, so an ordinary comparison gives nothing away.
 * @throws GatewayError `invalid_token` where the token is bound to nothing, or to another key or certificate
 */
export function checkBinding(
  confirmation: Confirmation | null,
  { scheme, thumbprint }: { readonly scheme: Scheme; readonly thumbprint: string },
): void {
  if (confirmation?.method !== (scheme === 'DPoP' ? 'jkt' : 'x5t#S256')) {
    const what = 'the access token is not bound to the key or certificate it came with';
    throw refuseToken('invalid_token', 'token_unbound', what, { scheme });
  }
  if (confirmation.thumbprint === thumbprint) return;
  const what = 'the access token is bound to another key or certificate';
  throw refuseToken('invalid_token', 'token_other_key', what, { scheme });
}

/** Verifies on libuv's threads, no matter who asks: a stranger can cause this work. */
function isSigned(text: string, jwk: PublicJwk, signature: Buffer): boolean | Promise<boolean> {
  let verifier = verifiers.get(jwk);
  if (verifier === undefined) {
    const key = createPublicKey({ key: { ...jwk } as JsonWebKey, format: 'jwk' });
    verifier = verifierOf(jwk.kty === 'EC' ? 'ES256' : 'PS256', key);
    verifiers.set(jwk, verifier);
  }
  return verifyAside(Buffer.from(text), verifier, signature);
}

/** A key stays the same object while its issuer publishes it unchanged. */
const verifiers = new WeakMap<PublicJwk, VerifyKeyObjectInput>();

type Unverified = Pick<ReadToken, 'alg' | 'kid' | 'signed' | 'signature'> & {
  /** INVARIANT: read from the very text whose signature is verified. */
  readonly payload: Record<string, unknown>;
};

function readUnverified(token: string, scheme: Scheme): Unverified {
  try {
    const [head, body, end] = splitCompact(token, 'JWS', 3) as [string, string, string];
    const header = readProtectedHeader(head, {
      alg: TOKEN_ALGORITHMS,
      typ: ['at+jwt', 'application/at+jwt'],
      kid: 'any',
    });
    const payload: unknown = JSON.parse(decodeBase64url(body, 'payload').toString('utf8'));
    // A token has one text only, since a node knows it by its hash.
    const signature = decodeBase64url(end, 'signature');
    if (header.kid === undefined) throw new Error('the header has no `kid`');
    if (typeof payload !== 'object' || payload === null) throw new Error('the payload is not an object');
    const signed = `${head}.${body}`;
    return { alg: header.alg as string, kid: header.kid, payload: { ...payload }, signed, signature };
  } catch (cause) {
    throw refuseToken('invalid_token', 'token_malformed', FORM, { scheme, cause });
  }
}

/** Builds the answer to a refused token or proof: `WWW-Authenticate` and a sentence that names no agency. */
import { GatewayError } from '../faults/errors.ts';
import type { WhyRefused } from './why-refused.ts';

/** RFC 6750 §3.1, RFC 9449 §7.1 and §9. */
export type ChallengeError =
  | 'invalid_request'
  | 'invalid_token'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'insufficient_scope';

export type Scheme = 'DPoP' | 'Bearer';

/** The algorithms among which a token's or proof's header chooses, never others (RFC 8725 §3.1). */
export const TOKEN_ALGORITHMS = ['ES256', 'PS256'] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/**
 * The one sentence for an unknown issuer, an unregistered client or person, another agency's ORI and a
 * signature that does not verify, so that nobody learns who is registered.
 */
export const NOT_ACCEPTED = 'the access token is not accepted here';

export interface RefusalExtras {
  /** The scheme that the request used; default DPoP. */
  readonly scheme?: Scheme;
  readonly headers?: Readonly<Record<string, string>>;
  /** The error that caused the refusal. It never reaches the asker. */
  readonly cause?: unknown;
  /** The scopes that would do, space separated, for `insufficient_scope`. */
  readonly scope?: string;
}

/**
 * @param why for the diagnostics
 * @param description for the asker; printable ASCII without quotes and backslashes (RFC 6750 §3)
 */
export function refuseToken(
  error: ChallengeError,
  why: WhyRefused,
  description: string,
  { scheme = 'DPoP', headers = {}, cause, scope }: RefusalExtras = {},
): GatewayError {
  const challenge = challengeOf(scheme, { error, error_description: description, scope });
  return new GatewayError(error === 'insufficient_scope' ? 'forbidden' : 'invalid_token', description, {
    headers: { 'WWW-Authenticate': challenge, ...headers },
    cause,
    why,
  });
}

/** Refuses a request without credentials: no error code, but where to look (RFC 6750 §3.1, 9728 §5.1). */
export function missingToken(metadataUrl: string, schemes: readonly Scheme[], scope: string): GatewayError {
  const challenges = schemes.map((scheme) => challengeOf(scheme, { scope, resource_metadata: metadataUrl }));
  return new GatewayError('invalid_token', `send an access token: Authorization: ${schemes.join(' or ')}`, {
    headers: { 'WWW-Authenticate': challenges.join(', ') },
    why: 'token_missing' satisfies WhyRefused,
  });
}

/** Refuses a proof that was used before, on this node or another (RFC 9449 §11.1). */
export function proofReplayed(): GatewayError {
  const description = 'the DPoP proof was used before: make a new one for each request';
  return refuseToken('invalid_dpop_proof', 'proof_replayed', description);
}

function challengeOf(scheme: Scheme, parameters: Readonly<Record<string, string | undefined>>): string {
  const all = { ...parameters, ...(scheme === 'DPoP' ? { algs: TOKEN_ALGORITHMS.join(' ') } : {}) };
  const written = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}="${value}"`,
  );
  return `${scheme} ${written.join(', ')}`;
}

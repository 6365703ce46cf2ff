/** The claims of an access token (RFC 9068 §2.2), their types and times checked. */
import { refuseToken, type Scheme } from '../http/challenge.ts';
import type { WhyRefused } from '../http/why-refused.ts';
import { CLOCK_SKEW } from './proofs/dpop-proof.ts';

export interface AccessTokenClaims {
  readonly sub: string;
  readonly client_id: string;
  /** Seconds. */
  readonly exp: number;
  readonly iat: number;
  readonly scope?: string;
  /** Names an ORI of the entity that the client is registered for; refused if it does not. */
  readonly ori?: unknown;
  /** Seconds: when the person signed in. Systems have none. */
  readonly auth_time?: number;
  readonly amr?: readonly string[];
  readonly acr?: string;
  readonly cnf?: unknown;
}

/** The binding of a token: a thumbprint of a key (RFC 9449 §6.1) or a certificate (RFC 8705 §3.1). */
export interface Confirmation {
  readonly method: 'jkt' | 'x5t#S256';
  readonly thumbprint: string;
}

/** The terms that every token must fit. */
export interface TokenTerms {
  /** The gateway's own name as a resource (RFC 8707). */
  readonly resource: string;
  /** Seconds of a token's life, from `iat` to `exp`. */
  readonly longestLife: number;
}

const STRINGS = ['iss', 'sub', 'client_id', 'jti'] as const;
const THUMBPRINT = /^[\w-]{43}$/;

/**
 * @param now seconds
 * @throws GatewayError `invalid_token`
 */
export function checkClaims(
  claims: Readonly<Record<string, unknown>>,
  { resource, longestLife }: TokenTerms,
  now: number,
  scheme: Scheme,
): AccessTokenClaims {
  const refuse = (what: string, why: WhyRefused = 'token_claim') =>
    refuseToken('invalid_token', why, `the access token ${what}`, { scheme });
  const missing = STRINGS.find((name) => typeof claims[name] !== 'string' || claims[name] === '');
  if (missing !== undefined) throw refuse(`lacks ${missing} (a string)`);
  const { iat, exp, nbf, aud, scope, auth_time: authTime, amr, acr } = claims;
  if (typeof exp !== 'number' || typeof iat !== 'number') throw refuse('lacks exp or iat (numbers)');
  if (exp <= now) throw refuse('has expired: get a new one', 'token_expired');
  // Nobody asks the issuer again about a token: what it took back since would be believed as long as the token lives.
  if (exp - iat > longestLife) {
    throw refuse(`lives longer than ${longestLife} s: have shorter ones issued`, 'token_lives_long');
  }
  if (iat > now + CLOCK_SKEW) {
    throw refuse('was issued in the future: are the clocks right?', 'token_too_early');
  }
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now + CLOCK_SKEW))
    throw refuse('is not valid yet', 'token_too_early');
  if (!(Array.isArray(aud) ? aud : [aud]).includes(resource)) {
    throw refuse('is for another audience: ask for this resource (RFC 8707)', 'token_audience');
  }
  if (scope !== undefined && typeof scope !== 'string') throw refuse('has a scope that is not a string');
  if (acr !== undefined && typeof acr !== 'string') throw refuse('has an acr that is not a string');
  if (amr !== undefined && !(Array.isArray(amr) && amr.every((each) => typeof each === 'string'))) {
    throw refuse('has an amr that is not a list of strings');
  }
  if (authTime !== undefined && (typeof authTime !== 'number' || authTime > now + CLOCK_SKEW)) {
    throw refuse('has an auth_time that cannot be');
  }
  return claims as unknown as AccessTokenClaims;
}

/** Returns the confirmation method if there is exactly one, else null. */
export function readConfirmation(cnf: unknown): Confirmation | null {
  if (typeof cnf !== 'object' || cnf === null) return null;
  const [first, ...more] = Object.entries(cnf);
  if (first === undefined || more.length > 0) return null;
  const [method, thumbprint] = first;
  if (method !== 'jkt' && method !== 'x5t#S256') return null;
  return typeof thumbprint === 'string' && THUMBPRINT.test(thumbprint) ? { method, thumbprint } : null;
}

/** Generates ES256 key pairs: for demo clients, for tests, and for a partner that registers a client. */
import { createHash, generateKeyPairSync } from 'node:crypto';

/** A public P-256 key for ES256 (RFC 7518 §6.2.1). */
export interface SigningPublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
  /** The key's own thumbprint (RFC 7638). */
  readonly kid: string;
}

export interface SigningPrivateJwk extends SigningPublicJwk {
  readonly d: string;
}

export function generateKeyPair(): { publicJwk: SigningPublicJwk; privateJwk: SigningPrivateJwk } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y, d } = privateKey.export({ format: 'jwk' }) as { x: string; y: string; d: string };
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
  const publicJwk = { kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig', kid } as const;
  return { publicJwk, privateJwk: { ...publicJwk, d } };
}

/** Returns the half of a pair that may be shown. */
export function publicHalf({ kty, crv, x, y, alg, use, kid }: SigningPrivateJwk): SigningPublicJwk {
  return { kty, crv, x, y, alg, use, kid };
}

/** Generates ES256 key pairs: for demo clients, for tests, and for a partner that registers a client. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import type { EcPublicJwk } from './check-public-key.ts';

export interface SigningPrivateJwk extends EcPublicJwk {
  readonly d: string;
}

export function generateKeyPair(): { publicJwk: EcPublicJwk; privateJwk: SigningPrivateJwk } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y, d } = privateKey.export({ format: 'jwk' }) as { x: string; y: string; d: string };
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
  const publicJwk = { kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig', kid } as const;
  return { publicJwk, privateJwk: { ...publicJwk, d } };
}

/** Returns the half of a pair that may be shown. */
export function publicHalf({ kty, crv, x, y, alg, use, kid }: SigningPrivateJwk): EcPublicJwk {
  return { kty, crv, x, y, alg, use, kid };
}

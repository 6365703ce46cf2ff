/** Key pairs for the envelope tests, made afresh in each file. */
import { generateKeyPairSync } from 'node:crypto';

export type Jwk = Record<string, unknown>;

/** An RSA pair bound to encryption, as an agency keeps and registers it. */
export function encryptionPair(bits = 2048, exponent = 0x10001): { publicJwk: Jwk; privateJwk: Jwk } {
  const pair = generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent });
  const bound = { kid: 'agency-enc-1', use: 'enc', alg: 'RSA-OAEP-256' };
  return {
    publicJwk: { ...pair.publicKey.export({ format: 'jwk' }), ...bound },
    privateJwk: { ...pair.privateKey.export({ format: 'jwk' }), ...bound },
  };
}

/** A P-256 pair bound to ES256. */
export function signaturePair(kid: string): { publicJwk: Jwk; privateJwk: Jwk } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const bound = { kid, use: 'sig', alg: 'ES256' };
  return {
    publicJwk: { ...pair.publicKey.export({ format: 'jwk' }), ...bound },
    privateJwk: { ...pair.privateKey.export({ format: 'jwk' }), ...bound },
  };
}

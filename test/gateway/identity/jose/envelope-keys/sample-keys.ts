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

/** An EC pair bound to ES256, as only P-256 may be. */
export function signaturePair(kid: string, namedCurve = 'P-256'): { publicJwk: Jwk; privateJwk: Jwk } {
  const pair = generateKeyPairSync('ec', { namedCurve });
  const bound = { kid, use: 'sig', alg: 'ES256' };
  return {
    publicJwk: { ...pair.publicKey.export({ format: 'jwk' }), ...bound },
    privateJwk: { ...pair.privateKey.export({ format: 'jwk' }), ...bound },
  };
}

/** Makes and reads the key that tokens are bound to (RFC 9449), if it outlives the process. */
import { type webcrypto as types, webcrypto } from 'node:crypto';
import * as openid from 'openid-client';

/** A private ES256 key in JWK form. */
export type ProofKey = Readonly<Record<string, unknown>>;

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export async function makeProofKey(): Promise<ProofKey> {
  return exportProofKey(await openid.randomDPoPKeyPair('ES256', { extractable: true }));
}

/** @param keys must be extractable */
export async function exportProofKey({ privateKey }: openid.CryptoKeyPair): Promise<ProofKey> {
  return { ...(await webcrypto.subtle.exportKey('jwk', privateKey)) };
}

export async function importProofKey(jwk: ProofKey): Promise<openid.CryptoKeyPair> {
  const { crv, d, kty, x, y } = jwk as Record<string, string>;
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('jwk', { kty, crv, x, y, d } as types.JsonWebKey, ES256, false, ['sign']),
    webcrypto.subtle.importKey('jwk', { kty, crv, x, y } as types.JsonWebKey, ES256, true, ['verify']),
  ]);
  return { privateKey, publicKey };
}

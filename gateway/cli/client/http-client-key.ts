/** Imports the private key with which a client signs in (`private_key_jwt`, RFC 7523) for WebCrypto. */
import { type JsonWebKey, type webcrypto as types, webcrypto } from 'node:crypto';

const ALGORITHMS: Readonly<Record<string, types.EcKeyImportParams | types.RsaHashedImportParams>> = {
  EC: { name: 'ECDSA', namedCurve: 'P-256' },
  RSA: { name: 'RSA-PSS', hash: 'SHA-256' },
};

/** @throws Error if it is not a private key for ES256 or PS256 */
export async function signInKey(
  jwk: Readonly<Record<string, unknown>>,
): Promise<{ key: types.CryptoKey; kid?: string }> {
  const algorithm = ALGORITHMS[String(jwk.kty)];
  if (algorithm === undefined || typeof jwk.d !== 'string') {
    throw new Error(
      '`privateJwk` must be a private key for ES256 (P-256) or PS256 (RSA), in JWK form with `d`',
    );
  }
  // `use` would contradict the one usage asked for in some runtimes; the algorithm is set here.
  const { use, alg, key_ops, ext, kid, ...numbers } = jwk;
  const key = await webcrypto.subtle
    .importKey('jwk', numbers as JsonWebKey, algorithm, false, ['sign'])
    .catch((cause) => {
      throw new Error('`privateJwk` cannot be read as a key', { cause });
    });
  return typeof kid === 'string' ? { key, kid } : { key };
}

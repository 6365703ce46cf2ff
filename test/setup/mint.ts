/** Tokens and proofs made by hand, so that a test can bend each of their parts. */
import { constants, createPrivateKey, hash, type JsonWebKey, KeyObject, randomUUID, sign } from 'node:crypto';

export type Members = Readonly<Record<string, unknown>>;

export function base64url(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

/**
 * A compact JWS. `undefined` members are left out.
 * @param privateKey a JWK, or one imported already, where many are signed with it
 */
export function makeJws(header: Members, payload: unknown, privateKey: KeyObject | object): string {
  const input = `${base64url(header)}.${base64url(payload)}`;
  const key =
    privateKey instanceof KeyObject
      ? privateKey
      : createPrivateKey({ key: privateKey as JsonWebKey, format: 'jwk' });
  const how =
    key.asymmetricKeyType === 'rsa'
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { key, dsaEncoding: 'ieee-p1363' as const };
  return `${input}.${sign('sha256', Buffer.from(input), how).toString('base64url')}`;
}

export function hashOf(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** RFC 7638. */
export function thumbprintOf({ kty, crv, x, y, n, e }: Members): string {
  return hashOf(JSON.stringify(kty === 'EC' ? { crv, kty, x, y } : { e, kty, n }));
}

export function publicPart({ kty, crv, x, y, n, e }: Members): Members {
  return kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
}

export const seconds = () => Math.floor(Date.now() / 1000);

/** The claims of a good proof; without a token, of one with which a token is asked for. */
export const proofClaims = (method: string, htu: string, token?: string): Members => ({
  jti: randomUUID(),
  htm: method,
  htu,
  iat: seconds(),
  ath: token === undefined ? undefined : hashOf(token),
});

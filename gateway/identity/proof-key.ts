/** The header of a DPoP proof: which key it claims to be signed with (RFC 9449 §4.2). */
import { constants, createPublicKey, hash, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto';
import { checkRsaNumbers } from '../envelope/check-rsa-numbers.ts';
import { decodeBase64url } from '../envelope/decode-base64url.ts';
import type { TokenAlgorithm } from './challenge.ts';

export interface ProofKey {
  readonly algorithm: TokenAlgorithm;
  /** RFC 7638, base64url. */
  readonly thumbprint: string;
  /** As `crypto.verify` takes it, the padding of the algorithm included. */
  readonly verifier: VerifyKeyObjectInput;
}

const HEADER_MEMBERS = ['typ', 'alg', 'jwk'];
/** What may stand beside the numbers; it is ignored (RFC 7517 §4). */
const TOLERATED = ['alg', 'use', 'kid', 'key_ops', 'ext'];

/**
 * Own members only, of the one type, for a public key of the algorithm's own type.
 *
 * @param text the proof's first part
 * @throws Error saying what is wrong, in words without quotes
 */
export function readProofKey(text: string): ProofKey {
  const header = record(JSON.parse(decodeBase64url(text, 'header').toString('utf8')), 'the header');
  if (header.typ !== 'dpop+jwt') throw new Error('its typ is not dpop+jwt');
  // Named before the rest: it is the fault that misuse shows first.
  const { alg } = header;
  if (alg !== 'ES256' && alg !== 'PS256') throw new Error('its alg is neither ES256 nor PS256');
  if (Object.keys(header).some((name) => !HEADER_MEMBERS.includes(name))) {
    throw new Error('its header has members beside typ, alg and jwk');
  }
  const jwk = record(header.jwk, 'jwk');
  const numbers = alg === 'ES256' ? readPoint(jwk) : readModulus(jwk);
  const members = [...Object.keys(numbers), ...TOLERATED];
  if (Object.keys(jwk).some((name) => !members.includes(name))) {
    throw new Error('its jwk is not just a public key');
  }
  const key = createPublicKey({ key: numbers, format: 'jwk' });
  return {
    algorithm: alg,
    thumbprint: hash('sha256', JSON.stringify(numbers), 'base64url'),
    verifier: verifierOf(alg, key),
  };
}

function verifierOf(alg: TokenAlgorithm, key: KeyObject): VerifyKeyObjectInput {
  if (alg === 'ES256') return { key, dsaEncoding: 'ieee-p1363' };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

/** In the order of RFC 7638 §3.2, whose canonical form is hashed. OpenSSL refuses a point that is not on the curve. */
function readPoint({ kty, crv, x, y }: Readonly<Record<string, unknown>>) {
  if (kty !== 'EC' || crv !== 'P-256') throw new Error('ES256 needs a jwk with kty EC and crv P-256');
  if (typeof x !== 'string' || typeof y !== 'string') throw new Error('its jwk lacks x or y');
  if (decodeBase64url(x, 'coordinate').length !== 32 || decodeBase64url(y, 'coordinate').length !== 32) {
    throw new Error('a coordinate of its jwk has not 32 bytes');
  }
  return { crv, kty, x, y };
}

function readModulus({ kty, n, e }: Readonly<Record<string, unknown>>) {
  if (kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string') {
    throw new Error('PS256 needs a jwk with kty RSA, n and e');
  }
  checkRsaNumbers(n, e);
  return { e, kty, n };
}

function record(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${name} is no object`);
  return value as Record<string, unknown>;
}

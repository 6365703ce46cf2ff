/** The header of a DPoP proof: which key it claims to be signed with (RFC 9449 §4.2). */
import { createPublicKey, hash, type VerifyKeyObjectInput } from 'node:crypto';
import type { TokenAlgorithm } from '../../http/challenge.ts';
import { checkRsaNumbers } from '../jose/check-rsa-numbers.ts';
import { decodeBase64url } from '../jose/decode-base64url.ts';
import { verifierOf } from './verify-signature.ts';

/** The key that a proof's header names. Nothing costly has been done with it yet. */
export interface NamedProofKey {
  readonly algorithm: TokenAlgorithm;
  /** RFC 7638, base64url. */
  readonly thumbprint: string;
  /** The key's numbers in the order of RFC 7638 §3.2. */
  readonly numbers: Readonly<Record<string, string>>;
}

export interface ProofKey {
  readonly thumbprint: string;
  /** The key in the form that `crypto.verify` takes, the padding of the algorithm included. */
  readonly verifier: VerifyKeyObjectInput;
}

const HEADER_MEMBERS = ['typ', 'alg', 'jwk'];
/** Members that may stand beside the numbers; they are ignored (RFC 7517 §4). */
const TOLERATED = ['alg', 'use', 'kid', 'key_ops', 'ext'];

/**
 * Reads the header, which may have only its own members, for a public key of the algorithm's own type.
 *
 * @param text the proof's first part
 * @throws Error saying what is wrong, in words without quotes
 */
export function readProofHeader(text: string): NamedProofKey {
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
  return { algorithm: alg, numbers, thumbprint: hash('sha256', JSON.stringify(numbers), 'base64url') };
}

/**
 * Imports a key that a good token is bound to; an RSA key takes about a hundred microseconds.
 * @throws Error for an unfit key, in words without quotes. OpenSSL refuses a point off the curve.
 */
export function importProofKey({ algorithm, numbers, thumbprint }: NamedProofKey): ProofKey {
  if (algorithm === 'PS256') checkRsaNumbers(numbers.n as string, numbers.e as string);
  const key = createPublicKey({ key: { ...numbers }, format: 'jwk' });
  return { thumbprint, verifier: verifierOf(algorithm, key) };
}

/** Reads the members in the order of RFC 7638 §3.2, whose canonical form is hashed. */
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
  return { e, kty, n };
}

function record(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${name} is not an object`);
  return value as Record<string, unknown>;
}

/** Verifies signatures: the curve's arithmetic, about 70 µs, is the largest single cost of a request. */
import { constants, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { promisify } from 'node:util';
import type { TokenAlgorithm } from '../../http/challenge.ts';

export type VerifySignature = (
  data: Buffer,
  key: VerifyKeyObjectInput,
  signature: Buffer,
) => boolean | Promise<boolean>;

const verifyOnThread = promisify(verify);

/** Verifies on libuv's threads, where many at once hold up nobody else. */
export const verifyAside: VerifySignature = (data, key, signature) =>
  verifyOnThread('sha256', data, key, signature);

/** Verifies in this tick what is rare and waited for, since two changes of threads take longer. */
export const verifyAtOnce: VerifySignature = (data, key, signature) => verify('sha256', data, key, signature);

/** The key with what its algorithm demands of a signature (RFC 7518 §3.4 and §3.5). */
export function verifierOf(algorithm: TokenAlgorithm, key: KeyObject): VerifyKeyObjectInput {
  if (algorithm === 'ES256') return { key, dsaEncoding: 'ieee-p1363' };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

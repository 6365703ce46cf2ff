/** Verifies signatures: the curve's arithmetic, about 70 µs, is the largest single cost of a request. */
import { type VerifyKeyObjectInput, verify } from 'node:crypto';
import { promisify } from 'node:util';

export type VerifySignature = (
  data: Buffer,
  key: VerifyKeyObjectInput,
  signature: Buffer,
) => boolean | Promise<boolean>;

const verifyAside = promisify(verify);

/** Requests closer together than this are many, ms. */
const CLOSE = 2;

/**
 * Where requests follow close on each other, on libuv's threads, and others go on meanwhile. Where it is quiet, at once:
 * two changes of threads would take longer.
 */
export function signatureVerifier(): VerifySignature {
  let last = Number.NEGATIVE_INFINITY;
  return (data, key, signature) => {
    const now = performance.now();
    const quiet = now - last > CLOSE;
    last = now;
    return quiet ? verify('sha256', data, key, signature) : verifyAside('sha256', data, key, signature);
  };
}

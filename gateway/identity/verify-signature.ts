/** Verifies signatures: the curve's arithmetic, about 70 µs, is the largest single cost of a request. */
import { type VerifyKeyObjectInput, verify } from 'node:crypto';
import { promisify } from 'node:util';

export type VerifySignature = (
  data: Buffer,
  key: VerifyKeyObjectInput,
  signature: Buffer,
) => boolean | Promise<boolean>;

const verifyOnThread = promisify(verify);

/** On libuv's threads, and others go on meanwhile: for what comes in crowds. */
export const verifyAside: VerifySignature = (data, key, signature) =>
  verifyOnThread('sha256', data, key, signature);

/** In this tick: for what is rare and waited for, since two changes of threads take longer. */
export const verifyAtOnce: VerifySignature = (data, key, signature) => verify('sha256', data, key, signature);

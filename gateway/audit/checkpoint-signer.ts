/** Makes the log's key, and signs every checkpoint with it after its COMMIT. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { checkpointText, noteSigner, verifierKey } from './signed-note.ts';

export interface CheckpointSigner {
  /** The first line of every checkpoint and the name of the key: a URL without scheme. */
  readonly origin: string;
  /**
   * The public key that others verify the log with (C2SP signed-note verifier key); during a change of keys
   * both keys, separated by a blank.
   */
  readonly vkey: string;
  /** The same keys, one an element; one that is being replaced comes first. */
  readonly vkeys: readonly string[];
  /** Returns the signed note of a committed tree. INVARIANT: never called for one that is not committed. */
  sign(size: number, root: Buffer): string;
  /** Returns the signed note of another text. INVARIANT: its first line is never the origin, as a checkpoint's is. */
  signText(text: string): string;
}

/** Generates a new Ed25519 key as PKCS#8 PEM, for the first start of a log. */
export function generateLogKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/**
 * Creates the signer of a log. A checkpoint gets one signature line for each private key, in this order.
 * @throws TypeError if a key is not an Ed25519 private key in PKCS#8 PEM, or the origin cannot name a key.
 */
export function createCheckpointSigner(
  origin: string,
  ...pkcs8Pems: readonly [string, ...string[]]
): CheckpointSigner {
  const keys = pkcs8Pems.map((pem) => createPrivateKey(pem));
  const signText = noteSigner(origin, ...keys);
  const vkeys = keys.map((key) => verifierKey(origin, key));
  return {
    origin,
    vkey: vkeys.join(' '),
    vkeys,
    sign: (size, root) => signText(checkpointText(origin, size, root)),
    signText,
  };
}

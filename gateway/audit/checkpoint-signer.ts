/** The log's key: made once, used to sign every checkpoint after its COMMIT. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { checkpointText, noteSigner, verifierKey } from './signed-note.ts';

/** Signs checkpoints of one log. */
export interface CheckpointSigner {
  /** First line of every checkpoint and name of the key: a URL without scheme. */
  readonly origin: string;
  /**
   * What others need to verify the log (C2SP signed-note verifier key). Public. While the log changes its key: both, with
   * a blank between.
   */
  readonly vkey: string;
  /** Each by itself: the one that goes first. */
  readonly vkeys: readonly string[];
  /** The signed note for a tree that is committed. INVARIANT: never called for one that is not. */
  sign(size: number, root: Buffer): string;
}

/** A new Ed25519 key as PKCS#8 PEM, for the first start of a log. */
export function generateLogKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/**
 * The signer of a log from its private key, or from all that sign: a line each, in this order.
 * @throws TypeError if a key is not an Ed25519 private key in PKCS#8 PEM, or the origin cannot name a key.
 */
export function createCheckpointSigner(
  origin: string,
  ...pkcs8Pems: readonly [string, ...string[]]
): CheckpointSigner {
  const keys = pkcs8Pems.map((pem) => createPrivateKey(pem));
  const signCheckpoint = noteSigner(origin, ...keys);
  const vkeys = keys.map((key) => verifierKey(origin, key));
  return {
    origin,
    vkey: vkeys.join(' '),
    vkeys,
    sign: (size, root) => signCheckpoint(checkpointText(origin, size, root)),
  };
}

/** Makes and finds cosignatures of witnesses on checkpoints (C2SP tlog-cosignature, `cosignature/v1`). */
import { createPrivateKey, sign, verify } from 'node:crypto';
import {
  checkName,
  ED25519_COSIGNATURE,
  keyId,
  type NoteSignature,
  parseSignatureLine,
  parseVerifierKey,
  type Verifier,
  verifierKey,
} from './signed-note.ts';

/** Bytes before the signature: the time as a big-endian number. */
const TIME_SIZE = 8;
const SIGNATURE_SIZE = 64;

/** The time is signed too: what a witness says holds as of then. */
const signedMessage = (text: string, time: number): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);

/** Signs checkpoints as a witness. */
export interface Cosigner {
  /** The public key that others verify its cosignatures with. */
  readonly vkey: string;
  /**
   * Returns the cosignature line, with its newline.
   * @param text of a checkpoint, with its last newline
   * @param time in seconds since the epoch
   * INVARIANT: called only for a head that the witness keeps on its disk as the newest of that log.
   */
  cosign(text: string, time: number): string;
}

/** Creates a witness's signer. @throws TypeError for a bad name, or a key not Ed25519 in PKCS#8 PEM */
export function createCosigner(name: string, pkcs8Pem: string): Cosigner {
  checkName(name);
  const key = createPrivateKey(pkcs8Pem);
  const id = keyId(name, key, ED25519_COSIGNATURE);
  return {
    vkey: verifierKey(name, key, ED25519_COSIGNATURE),
    cosign: (text, time) => {
      if (!Number.isSafeInteger(time) || time <= 0) throw new RangeError('a cosignature needs a time');
      const stamp = Buffer.alloc(TIME_SIZE);
      stamp.writeBigUInt64BE(BigInt(time));
      const signature = sign(null, signedMessage(text, time), key);
      return `— ${name} ${Buffer.concat([id, stamp, signature]).toString('base64')}\n`;
    },
  };
}

/** Parses the verifier key of a witness. @throws TypeError if it is not one */
export const parseWitnessKey = (vkey: string): Verifier => parseVerifierKey(vkey, ED25519_COSIGNATURE);

export interface Cosignature {
  /** The line as it stands in a note, with its newline. */
  readonly line: string;
  /** Seconds since the epoch at which the witness signed. */
  readonly time: number;
}

/**
 * Returns this witness's cosignature among signature lines, or null; the signatures of others are ignored.
 * @throws TypeError if a line with the witness's name and key id is not a good cosignature of this text
 */
export function findCosignature(
  text: string,
  signatures: readonly NoteSignature[],
  witness: Verifier,
): Cosignature | null {
  const found = signatures.find(({ id, name }) => name === witness.name && id === witness.id);
  if (found === undefined) return null;
  const { line, signature } = found;
  if (signature.length === TIME_SIZE + SIGNATURE_SIZE) {
    const time = Number(signature.readBigUInt64BE());
    const good =
      Number.isSafeInteger(time) &&
      time > 0 &&
      verify(null, signedMessage(text, time), witness.key, signature.subarray(TIME_SIZE));
    if (good) return { line, time };
  }
  throw new TypeError(`the cosignature of \`${witness.name}+${witness.id}\` does not fit the checkpoint`);
}

/** Reads when a witness signed. @param line of a cosignature that was verified before */
export function cosignedAt(line: string): Date {
  const { signature } = parseSignatureLine(line.trimEnd());
  return new Date(Number(signature.readBigUInt64BE()) * 1_000);
}

/** Verifier keys of logs and of witnesses (C2SP signed-note, "Verifier keys"): Ed25519 only. */
import { type Bytes, decodeBase64, hexOf } from './bytes.ts';
import { sha256 } from './hash-tree.ts';

/** A verifier key, read. */
export interface VerifierKey {
  readonly name: string;
  /** Hexadecimal. */
  readonly id: string;
  /** 32 bytes. */
  readonly raw: Bytes;
}

/** Type bytes: of a log's key, and of one that signs with a time (C2SP tlog-cosignature). */
const TYPES = { log: 1, witness: 4 } as const;

/** @throws Error that says what is wrong with the key; not what it is, since something secret may stand in its place */
export async function readVerifierKey(vkey: string, of: keyof typeof TYPES): Promise<VerifierKey> {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  const typed = decodeBase64(encoded, 33);
  if (name === undefined || id === undefined || typed === null || typed[0] !== TYPES[of]) {
    throw new Error(
      `the key is not an Ed25519 verifier key of a ${of}, of the form \`name+id+base64\` (its type is 0${TYPES[of]})`,
    );
  }
  const itsId = (await sha256(`${name}\n`, typed)).subarray(0, 4);
  if (hexOf(itsId) !== id) throw new Error("the key's id is not its own");
  return { name, id, raw: typed.subarray(1) };
}

/** Checks a proof that an entry is in the log (C2SP tlog-proof): it brings its own cosigned checkpoint. */
import { decodeBase64, sameBytes } from './bytes.ts';
import { hashLeaf, rootFromProof } from './hash-tree.ts';
import { openCheckpoint } from './open-checkpoint.ts';

const FORMAT = 'c2sp.org/tlog-proof@v1';

/**
 * @param entry the public entry, as the receipt has it
 * @returns index of the entry, and the checkpoint that the proof leads to, whose cosignatures are unchecked
 * @throws Error that says what is wrong with the proof
 */
export async function verifyProof(
  text: string,
  entry: string,
  vkey: string,
): Promise<{ readonly index: number; readonly checkpoint: string }> {
  const end = text.indexOf('\n\n');
  const [format, ...rest] = text.slice(0, Math.max(end, 0)).split('\n');
  if (end < 0 || format !== FORMAT)
    throw new Error(`this is not a proof: its first line must be \`${FORMAT}\``);
  const lines = rest[0]?.startsWith('extra ') ? rest.slice(1) : rest;
  const [, digits] = /^index (0|[1-9]\d{0,15})$/.exec(lines[0] ?? '') ?? [];
  if (digits === undefined) throw new Error('the proof has no line `index` with a number');
  const index = Number(digits);
  const hashes = lines.slice(1).map((line) => decodeBase64(line, 32));
  const whole = hashes.filter((hash) => hash !== null);
  if (whole.length < hashes.length)
    throw new Error('a line of the proof is not a hash (32 bytes in padded base64)');
  const checkpoint = text.slice(end + 2);
  const { root, size } = await openCheckpoint(checkpoint, vkey);
  const reached = await rootFromProof(index, size, await hashLeaf(entry), whole);
  if (reached === null || !sameBytes(reached, root)) {
    throw new Error(`the proof does not lead from this entry, at index ${index}, to the root that is signed`);
  }
  return { index, checkpoint };
}

/**
 * Compares the checkpoint that a witness keeps of this log with ours. An answer of 409 or 422 is unsigned, and anyone on
 * the way can write it; evidence is only what the log's key has signed, and the witness's too.
 */
import type { CheckpointSigner } from '../audit/checkpoint-signer.ts';
import { findCosignature } from '../audit/cosignature.ts';
import type { StoredCheckpoint } from '../audit/log-store.ts';
import { parseCheckpoint } from '../audit/parse-checkpoint.ts';
import { splitNote, verifyNote } from '../audit/signed-note.ts';
import { isExtension } from '../witness/verify-consistency.ts';
import { type Asking, readCheckpointOf } from './ask-witness.ts';

/** `ahead`: the witness has cosigned a larger log than the database holds; `forked`: one that ours does not extend. */
export type AlarmKind = 'forked' | 'ahead';

export interface OwnLog {
  readonly signer: Pick<CheckpointSigner, 'origin' | 'vkeys'>;
  /** The newest head, whether it is published or not. @throws Error where this node accepts none */
  readonly newest: () => Promise<StoredCheckpoint | null>;
  /** That the tree of `to` extends that of `from`. */
  readonly prove: (from: number, to: number) => Promise<readonly Buffer[]>;
}

/** @returns null where the witness shows nothing that contradicts the log of this node, or nothing that is signed by both */
export async function findContradiction(
  witness: Asking['witness'],
  { newest: findNewest, prove, signer: { origin, vkeys } }: OwnLog,
): Promise<{ readonly kind: AlarmKind; readonly why: string } | null> {
  const seen = await readCheckpointOf(witness, origin)
    .then((note) => (note === null ? null : readSigned(note, witness, vkeys)))
    .catch(() => null);
  if (seen?.origin !== origin) return null;
  // Read after the witness's: another node may have had a larger one cosigned, which the database has then too.
  const newest = await findNewest();
  if (newest === null || seen.size > newest.size) {
    const why = `it has cosigned a head of size ${seen.size} that this log has signed, and this one has ${newest?.size ?? 0}`;
    return { kind: 'ahead', why };
  }
  const isWhole = seen.size === 0 || seen.size === newest.size;
  if (isExtension(seen, newest, isWhole ? [] : await prove(seen.size, newest.size))) return null;
  const why = `it has cosigned a head of size ${seen.size} that this log has signed, and this one does not extend that`;
  return { kind: 'forked', why };
}

/** @throws TypeError unless the log and the witness have signed it; null where the witness has not */
function readSigned(note: string, { key }: Asking['witness'], logKeys: readonly string[]) {
  const { text } = verifyNote(note, ...logKeys);
  return findCosignature(text, splitNote(note).signatures, key) === null ? null : parseCheckpoint(text);
}

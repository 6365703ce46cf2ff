/**
 * Compares the checkpoint that a witness keeps of this log with ours. An answer of 409 or 422 is unsigned,
 * and anyone on the way can write it; evidence is only what the log's key has signed, and the witness's too.
 */
import type { CheckpointSigner } from '../audit/checkpoint-signer.ts';
import { findCosignature } from '../audit/cosignature.ts';
import type { StoredCheckpoint } from '../audit/log-store.ts';
import { parseCheckpoint } from '../audit/parse-checkpoint.ts';
import { splitNote, verifyNote } from '../audit/signed-note.ts';
import { type Asking, readCheckpointOf } from './ask-witness.ts';
import { isExtension } from './witness/verify-consistency.ts';

/** `ahead`: the witness has cosigned a larger log than ours; `forked`: one that ours does not extend. */
export type AlarmKind = 'forked' | 'ahead';

export interface OwnLog {
  readonly signer: Pick<CheckpointSigner, 'origin' | 'vkeys'>;
  /** Returns the newest head, published or not. @throws Error if this node accepts none */
  readonly newest: () => Promise<StoredCheckpoint | null>;
  /** Proves that the tree of `to` extends that of `from`. */
  readonly prove: (from: number, to: number) => Promise<readonly Buffer[]>;
}

/** Finds one. @returns null if nothing that both have signed contradicts the log of this node */
export async function findContradiction(
  witness: Asking['witness'],
  { newest: findNewest, prove, signer: { origin, vkeys } }: OwnLog,
): Promise<{ readonly kind: AlarmKind; readonly why: string } | null> {
  const seen = await readCheckpointOf(witness, origin)
    .then((note) => (note === null ? null : readSigned(note, witness, vkeys)))
    .catch(() => null);
  if (seen?.origin !== origin) return null;
  // Read after the witness's: another node may have got a larger one cosigned, which we then have too.
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

/** Parses a note; null if the witness has not signed it. @throws TypeError if the log has not */
function readSigned(note: string, { key }: Asking['witness'], logKeys: readonly string[]) {
  const { text } = verifyNote(note, ...logKeys);
  return findCosignature(text, splitNote(note).signatures, key) === null ? null : parseCheckpoint(text);
}

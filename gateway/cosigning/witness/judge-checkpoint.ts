/** Judges whether a witness cosigns a checkpoint: the rules of C2SP tlog-witness in their order. Pure. */
import { emptyRoot } from '../../audit/merkle.ts';
import { parseVerifierKey, splitNote, verifyNote } from '../../audit/signed-note.ts';
import type { AddCheckpoint } from './parse-request.ts';
import { isExtension } from './verify-consistency.ts';

/** The newest head of a log that the witness has cosigned, or is about to. */
export interface SeenHead {
  readonly size: number;
  readonly root: Buffer;
  /** The checkpoint as the log signed it, without signatures of other keys. */
  readonly note: string;
}

/** The keys of the logs that the witness knows, by origin. A log that changes its key has two for a time. */
export type KnownLogs = ReadonlyMap<string, readonly string[]>;

export type Verdict =
  | { readonly status: 200; readonly head: SeenHead }
  /** The client must prove from this size. */
  | { readonly status: 409; readonly size: number }
  /** `isEvidence`: the log has signed what it must never sign. */
  | { readonly status: 400 | 403 | 404 | 422; readonly why: string; readonly isEvidence?: true };

/** Reads the keys of logs. @throws TypeError for one that is not a log's verifier key, or is given twice */
export function knownLogs(vkeys: readonly string[]): KnownLogs {
  const logs = new Map<string, string[]>();
  for (const vkey of vkeys) {
    const { name } = parseVerifierKey(vkey);
    const keys = logs.get(name) ?? [];
    if (keys.includes(vkey)) throw new TypeError(`the key \`${vkey}\` is given twice`);
    logs.set(name, [...keys, vkey]);
  }
  return logs;
}

/**
 * @param seenOf returns the head that the witness keeps of a log; null if it has cosigned nothing of it
 * INVARIANT: `seenOf` returns the same until the head that is to be cosigned is kept.
 */
export function judgeCheckpoint(
  logs: KnownLogs,
  seenOf: (origin: string) => SeenHead | null,
  { checkpoint, note, oldSize, proof, text }: AddCheckpoint,
): Verdict {
  const { origin, root, size } = checkpoint;
  const keys = logs.get(origin);
  if (keys === undefined)
    return { status: 404, why: `unknown log: this witness does not know \`${origin}\`` };
  const forged = faultOfSignatures(note, keys);
  if (forged !== null) return { status: 403, why: forged };
  if (oldSize > size) {
    return { status: 400, why: `the old size ${oldSize} is larger than the checkpoint's size ${size}` };
  }
  const seen = seenOf(origin);
  const known = seen?.size ?? 0;
  if (oldSize !== known) return { status: 409, size: known };
  const evidence = (why: string): Verdict => ({ status: 422, why, isEvidence: true });
  if (size === 0 && !root.equals(emptyRoot)) {
    return evidence('a tree of size 0 has the root of the empty tree, and this one has another');
  }
  if (oldSize === 0 && proof.length > 0) {
    return { status: 422, why: 'no consistency proof leads from size 0: every tree extends the empty one' };
  }
  if (oldSize === size && seen !== null && !root.equals(seen.root)) {
    return evidence(`the log has signed another root for size ${size} than the one cosigned here`);
  }
  const older = { size: oldSize, root: seen?.root ?? emptyRoot };
  if (!isExtension(older, checkpoint, proof)) {
    return { status: 422, why: `the consistency proof does not lead from size ${oldSize} to ${size}` };
  }
  return { status: 200, head: { size, root, note: signedByLog(note, text, keys) } };
}

const NOT_SIGNED =
  'no key of this log that the witness knows has signed it; next: if the log has changed its key, start the witness with ' +
  'the new one as well (`--log` takes several)';

/** Returns null if a key of the log has signed it, and every signature that claims one of them is good. */
function faultOfSignatures(note: string, keys: readonly string[]): string | null {
  try {
    if (linesOf(note, keys).length === 0) return NOT_SIGNED;
    verifyNote(note, ...keys);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Returns the note without signatures of others, which nobody here knows: they are not kept or shown. */
function signedByLog(note: string, text: string, keys: readonly string[]): string {
  return `${text}\n${linesOf(note, keys).join('')}`;
}

function linesOf(note: string, keys: readonly string[]): string[] {
  const known = new Set(keys.map((vkey) => parseVerifierKey(vkey)).map(({ id, name }) => `${name}+${id}`));
  const signatures = splitNote(note).signatures.filter(({ id, name }) => known.has(`${name}+${id}`));
  return signatures.map(({ line }) => line);
}

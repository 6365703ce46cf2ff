/** Finds where an altered log differs from what is remembered of it, as closely as a right edge can tell. */
import type { Queryable } from '../../database/queryable.ts';
import { findEntries, findLeafHashes, MissingEntriesError, type StoredHead } from '../log-store.ts';
import { growFrontier, leafHash, rootOfFrontier } from '../merkle.ts';

/** Entries read at once. */
const PAGE = 4_096;

/** The first and the last entry that may be altered: the same one if it can be named. */
export interface AlteredRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the first run of entries that no longer has its hash in the right edge, which keeps one hash for each
 * of a few runs; and in it the first entry that is missing, or contradicts its own leaf hash.
 * @returns null if the entries are still those that are remembered: then only later ones are wrong
 */
export async function findAltered(
  db: Queryable,
  { frontier, size }: StoredHead,
): Promise<AlteredRange | null> {
  let from = 0;
  for (const remembered of frontier) {
    const length = runOf(size - from);
    const hash = await hashOfRun(db, from, length).catch(missingIn);
    if (!Buffer.isBuffer(hash)) return hash;
    if (!hash.equals(remembered)) {
      const torn = await findTorn(db, from, from + length);
      return torn === null ? { from, to: from + length - 1 } : { from: torn, to: torn };
    }
    from += length;
  }
  return null;
}

/** Returns the largest power of two that is not above it. */
const runOf = (left: number): number => 2 ** Math.floor(Math.log2(left));

/** Computes the hash of a complete subtree. @throws MissingEntriesError */
async function hashOfRun(db: Queryable, from: number, length: number): Promise<Buffer> {
  let edge: Buffer[] = [];
  for (let at = 0; at < length; at += PAGE) {
    const to = Math.min(at + PAGE, length);
    edge = growFrontier(edge, at, await findLeafHashes(db, from + at, from + to));
  }
  return rootOfFrontier(edge);
}

function missingIn(error: unknown): AlteredRange {
  if (error instanceof MissingEntriesError) return { from: error.index, to: error.index };
  throw error;
}

/** Returns the first entry whose text contradicts its leaf hash, or null. */
async function findTorn(db: Queryable, from: number, to: number): Promise<number | null> {
  for (let at = from; at < to; at += PAGE) {
    const end = Math.min(at + PAGE, to);
    const [texts, leaves] = await Promise.all([findEntries(db, at, end), findLeafHashes(db, at, end)]);
    const torn = texts.findIndex((text, i) => !leafHash(Buffer.from(text)).equals(leaves[i] as Buffer));
    if (torn >= 0) return at + torn;
  }
  return null;
}

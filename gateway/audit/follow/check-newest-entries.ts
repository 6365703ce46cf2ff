/**
 * Checks the log before a node builds on it: the newest entries match their hashes and lead, from the tiles
 * below them and by the head that was seen last, to the newest head. Older entries were checked when they
 * were new; auditors, mirrors and witnesses check all of them.
 */
import type { Queryable } from '../../database/queryable.ts';
import {
  findEntries,
  findLeafHashes,
  findNewestHead,
  MissingEntriesError,
  type StoredCheckpoint,
  type StoredHead,
} from '../log-store.ts';
import { growFrontier, isRootOf, leafHash } from '../merkle.ts';
import { TILE_WIDTH } from '../tile-path.ts';
import { createTileReader } from '../tiles.ts';

/** The least number of entries to check, if the log has as many. */
const NEWEST = 4_096;
/** Entries read at once. */
const PAGE = 4_096;

/** Thrown when the log's entries do not lead to a head that was seen before: this is another log. */
export class LackingLogError extends Error {
  constructor(size: number) {
    super(
      `the log of this database lacks entries that this gateway had seen: it is not the one that had ${size} entries. It ` +
        'was restored from a backup, or is a different one. Revocations may be missing from it. The way back: ' +
        '`npm run gateway -- log adopt --help`',
    );
  }
}

/**
 * @param seen the newest head that was derived before, or null
 * @returns the head, with a right edge that was derived; null before there is a log
 * @throws LackingLogError; Error that names the altered entry, or the range that does not lead to the head
 */
export async function checkNewestEntries(
  db: Queryable,
  seen: StoredCheckpoint | null = null,
  newest = NEWEST,
): Promise<StoredHead | null> {
  const head = await findNewestHead(db);
  if (head === null) return null;
  const { root, size } = head;
  if (seen !== null && seen.size > size) throw new LackingLogError(seen.size);
  const from = tileBefore(Math.min(size - newest, seen === null ? size : seen.size - 1));
  let frontier = await frontierAt(db, from);
  let at = from;
  while (at < size) {
    const next = Math.min(at + PAGE, size);
    const to = seen !== null && at < seen.size ? Math.min(next, seen.size) : next;
    frontier = growFrontier(frontier, at, await findWholeLeaves(db, at, to));
    if (to === seen?.size && !isRootOf(seen.root, frontier, to)) throw new LackingLogError(to);
    at = to;
  }
  if (!isRootOf(root, frontier, size)) {
    throw new Error(
      altered(`its ${size} entries do not lead to its head (the newest, from ${from} on, are whole)`),
    );
  }
  return { root, size, frontier };
}

/** True if the log's entries lead to this head, whatever other heads the database has. */
export async function leadsTo(db: Queryable, { root, size }: StoredCheckpoint): Promise<boolean> {
  const from = tileBefore(size - 1);
  try {
    const edge = await frontierAt(db, from);
    return isRootOf(root, growFrontier(edge, from, await findLeafHashes(db, from, size)), size);
  } catch (error) {
    if (error instanceof MissingEntriesError) return false;
    throw error;
  }
}

/** Returns leaf hashes, each compared with the text of its entry. */
async function findWholeLeaves(db: Queryable, from: number, to: number): Promise<readonly Buffer[]> {
  const [texts, leaves] = await Promise.all([findEntries(db, from, to), findLeafHashes(db, from, to)]).catch(
    (error) => {
      throw error instanceof MissingEntriesError
        ? new Error(altered(`entry ${error.index} is missing`))
        : error;
    },
  );
  const torn = texts.findIndex((text, i) => !leafHash(Buffer.from(text)).equals(leaves[i] as Buffer));
  if (torn >= 0) throw new Error(altered(`entry ${from + torn} is not what its hash says`));
  return leaves;
}

/** Returns where the tile of this entry begins; 0 below the first. */
const tileBefore = (index: number) => Math.max(0, TILE_WIDTH * Math.floor(index / TILE_WIDTH));

/** Computes the frontier from the tiles. @param size a multiple of a tile's width */
async function frontierAt(db: Queryable, size: number): Promise<Buffer[]> {
  const subtree = createTileReader(db).subtrees(size);
  const edge: Buffer[] = [];
  let done = 0;
  while (done < size) {
    const level = Math.floor(Math.log2(size - done));
    edge.push(await subtree(level, done / 2 ** level));
    done += 2 ** level;
  }
  return edge;
}

const altered = (what: string) =>
  `the log of this database was altered: ${what}. No node starts on it; check it with ` +
  '`npm run gateway -- audit verify --older checkpoint.txt` (one kept from before), and see ' +
  '`npm run gateway -- log adopt --help` for the way back';

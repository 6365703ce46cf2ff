/**
 * What a node checks of the log before it builds on it: that the newest entries are what their hashes say, and lead,
 * from the tiles below them, to the head. What lies before them was checked when it was new; auditors, mirrors and
 * witnesses look at all of it.
 */
import type { Queryable } from '../../database/queryable.ts';
import {
  findEntries,
  findLeafHashes,
  findNewestHead,
  MissingEntriesError,
  type StoredHead,
} from '../log-store.ts';
import { growFrontier, isRootOf, leafHash } from '../merkle.ts';
import { TILE_WIDTH } from '../tile-path.ts';
import { createTileReader } from '../tiles.ts';

/** So many at least, where there are as many. */
const NEWEST = 4_096;

/**
 * @returns the head, with a right edge that was derived; null before there is a log
 * @throws Error that names the entry, or those between which something does not hold
 */
export async function checkNewestEntries(db: Queryable, newest = NEWEST): Promise<StoredHead | null> {
  const head = await findNewestHead(db);
  if (head === null) return null;
  const { root, size } = head;
  const from = Math.max(0, TILE_WIDTH * Math.floor((size - newest) / TILE_WIDTH));
  const edge = await frontierAt(db, from);
  const [texts, leaves] = await Promise.all([
    findEntries(db, from, size),
    findLeafHashes(db, from, size),
  ]).catch((error) => {
    throw error instanceof MissingEntriesError
      ? new Error(altered(`entry ${error.index} is missing`))
      : error;
  });
  const torn = texts.findIndex((text, i) => !leafHash(Buffer.from(text)).equals(leaves[i] as Buffer));
  if (torn >= 0) throw new Error(altered(`entry ${from + torn} is not what its hash says`));
  const frontier = growFrontier(edge, from, leaves);
  if (!isRootOf(root, frontier, size)) {
    throw new Error(
      altered(`its ${size} entries do not lead to its head (the newest, from ${from} on, are whole)`),
    );
  }
  return { root, size, frontier };
}

/** From the tiles. @param size a multiple of a tile's width */
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

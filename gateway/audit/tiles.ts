/** Reads the tiles and entry bundles of the committed log (C2SP tlog-tiles) from its rows. */
import type { Queryable } from '../database/queryable.ts';
import { findEntries, findLeafHashes, findTile, insertTile } from './log-store.ts';
import { appendLeaves, HASH_SIZE, nodeHash } from './merkle.ts';
import type { SubtreeHash } from './prove-log.ts';
import { TILE_WIDTH } from './tile-path.ts';

const MOST_ROOTS = 50_000;

/** True if the first `width` hashes of a tile exist in a log of `size` entries. */
function exists(size: number, level: number, index: number, width: number): boolean {
  return width >= 1 && width <= TILE_WIDTH && (index * TILE_WIDTH + width) * TILE_WIDTH ** level <= size;
}

function splitHashes(hashes: Buffer): Buffer[] {
  const list: Buffer[] = [];
  for (let at = 0; at < hashes.length; at += HASH_SIZE) list.push(hashes.subarray(at, at + HASH_SIZE));
  return list;
}

/**
 * Reads the bundle of `width` entries from `index * 256` on, each after its length as big-endian uint16; null
 * if not all are committed.
 */
export async function readEntryBundle(
  db: Queryable,
  size: number,
  index: number,
  width: number,
): Promise<Buffer | null> {
  if (!exists(size, 0, index, width)) return null;
  const from = index * TILE_WIDTH;
  const parts: Buffer[] = [];
  for (const entry of await findEntries(db, from, from + width)) {
    const bytes = Buffer.from(entry);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    parts.push(length, bytes);
  }
  return Buffer.concat(parts);
}

/** Reads tiles; remembers the roots of full ones, which never change, so that upper levels stay cheap. */
export interface TileReader {
  /** Reads the first `width` hashes of a tile; null if they are not all in the log of `size` entries. */
  read(size: number, level: number, index: number, width: number): Promise<Buffer | null>;
  /** Returns the subtree hashes of the log of `size` entries, for `proveInclusion` and `proveConsistency`. */
  subtrees(size: number): SubtreeHash;
}

/** Creates a reader of tiles. The caller gives the committed size: nothing beyond it is read. */
export function createTileReader(db: Queryable): TileReader {
  const roots = new Map<string, Promise<Buffer>>();

  function rootOfFullTile(level: number, index: number): Promise<Buffer> {
    const key = `${level}/${index}`;
    const known = roots.get(key);
    if (known !== undefined) return known;
    if (roots.size >= MOST_ROOTS) roots.clear();
    // The promise is kept, so that requests at the same time share the work; a failed one is tried again.
    const root = readFullTile(level, index).then((hashes) => appendLeaves([], 0, splitHashes(hashes)).root);
    roots.set(key, root);
    root.catch(() => roots.delete(key));
    return root;
  }

  async function readFullTile(level: number, index: number): Promise<Buffer> {
    const stored = await findTile(db, level, index);
    if (stored !== null) return stored;
    const hashes = await computeHashes(level, index, TILE_WIDTH);
    await insertTile(db, level, index, hashes);
    return hashes;
  }

  async function computeHashes(level: number, index: number, width: number): Promise<Buffer> {
    const from = index * TILE_WIDTH;
    if (level === 0) return Buffer.concat(await findLeafHashes(db, from, from + width));
    const hashes: Buffer[] = [];
    // One after the other: a tile never read before must not crowd queries out of the pool.
    for (let i = 0; i < width; i++) hashes.push(await rootOfFullTile(level - 1, from + i));
    return Buffer.concat(hashes);
  }

  async function read(size: number, level: number, index: number, width: number): Promise<Buffer | null> {
    if (!exists(size, level, index, width)) return null;
    return width === TILE_WIDTH ? readFullTile(level, index) : computeHashes(level, index, width);
  }

  return {
    read,
    subtrees: (size) => async (level, index) => {
      const inTile = level % 8;
      const span = 2 ** inTile;
      const first = index * span;
      const tile = Math.floor(first / TILE_WIDTH);
      const offset = first % TILE_WIDTH;
      const hashes = await read(size, Math.floor(level / 8), tile, offset + span);
      if (hashes === null) throw new RangeError(`the log of size ${size} has no such subtree`);
      let row = splitHashes(hashes).slice(offset);
      while (row.length > 1) {
        row = row.filter((_, i) => i % 2 === 0).map((left, i) => nodeHash(left, row[2 * i + 1] as Buffer));
      }
      return row[0] as Buffer;
    },
  };
}

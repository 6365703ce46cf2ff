/** Reads a log's entries and their hashes, tile after tile, and the tiles above them. */
import { type Bytes, joined, sameBytes } from './bytes.ts';
import { type HashEach, hashLeaves, rootOf } from './hash-tree.ts';
import { type LogSource, readPart, refuseWhereGrown, splitBundle, splitHashes } from './log-source.ts';

/** The most faults that are reported of one log. */
export const MOST_FAULTS = 100;
const WIDTH = 256;
/** The number of bundles read at once. */
const AT_ONCE = 8;

export interface EntryReading {
  readonly source: LogSource;
  /** The signed note of the checkpoint. */
  readonly note: string;
  readonly size: number;
  readonly published: number;
  /** The list to which faults are added. */
  readonly faults: string[];
  /** Is called with the leaves of each tile in order, and the texts of those that are published. */
  readonly take: (leaves: readonly Bytes[], texts: readonly Bytes[]) => Promise<void>;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
  readonly hashEach: HashEach | undefined;
}

/**
 * Reads the entries and the tiles of their hashes. Resolves to the leaves of the incomplete tile, if there is
 * one; null if a fault leaves nothing to go on with.
 * @throws SourceError if the log cannot be read
 */
export async function readEntries(reading: EntryReading): Promise<readonly Bytes[] | null> {
  const { source, note, size, published, faults, take, onProgress, hashEach } = reading;
  let last: readonly Bytes[] = [];
  let read = 0;
  for (let bundle = 0; bundle * WIDTH < size; bundle += AT_ONCE) {
    const count = Math.min(AT_ONCE, Math.ceil(size / WIDTH) - bundle);
    const parts = await Promise.all(
      Array.from({ length: count }, (_, i) =>
        Promise.all([
          // The log has published no entries past this point, so there is no bundle to ask for.
          (bundle + i) * WIDTH < published ? readPart(source, 'tile/entries', bundle + i, published) : null,
          readPart(source, 'tile/0', bundle + i, size),
        ]),
      ),
    );
    for (const [entries, tile] of parts) {
      const texts = entries === null ? [] : entries.bytes && splitBundle(entries.bytes, entries.width);
      const hashes = tile.bytes === null ? null : splitHashes(tile.bytes, tile.width);
      const missing = texts === null ? entries?.path : hashes === null ? tile.path : null;
      if (texts === null || hashes === null) {
        await refuseWhereGrown(source, missing ?? '', note);
        faults.push(`\`${missing}\` is missing or too short: the log cannot be verified beyond ${read}`);
        return null;
      }
      const computed = await hashLeaves(texts, hashEach);
      const torn = computed.findIndex((leaf, i) => !sameBytes(leaf, hashes[i] as Bytes));
      if (torn >= 0) faults.push(`entry ${read + torn} does not hash to what \`${tile.path}\` says of it`);
      const leaves = [...computed, ...hashes.slice(computed.length)];
      await take(leaves, texts);
      read += leaves.length;
      last = leaves.length === WIDTH ? [] : leaves;
    }
    // A log with this many faults need not be read to its end.
    if (faults.length >= MOST_FAULTS) return null;
    onProgress?.(read, size);
  }
  return last;
}

export interface TilesAbove {
  readonly source: LogSource;
  /** The signed note of the checkpoint. */
  readonly note: string;
  /** The hashes of the full tiles of leaves. */
  readonly tiles: readonly Bytes[];
  /** The list to which faults are added. */
  readonly faults: string[];
  readonly hashEach: HashEach | undefined;
}

/** Checks that the tiles above hash those below. @throws SourceError if the log cannot be read */
export async function checkTilesAbove(given: TilesAbove): Promise<void> {
  const { faults, hashEach, note, source, tiles } = given;
  let row = tiles;
  for (let level = 1; row.length > 0; level++) {
    const above: Bytes[] = [];
    for (let index = 0; index * WIDTH < row.length; index++) {
      const { bytes, path, width } = await readPart(source, `tile/${level}`, index, row.length);
      const hashes = row.slice(index * WIDTH, index * WIDTH + width);
      if (bytes === null) await refuseWhereGrown(source, path, note);
      if (bytes === null || !sameBytes(bytes.subarray(0, 32 * width), joined(hashes))) {
        faults.push(`\`${path}\` is not what the tiles below it hash to`);
      }
      if (hashes.length === WIDTH) above.push(await rootOf(hashes, hashEach));
    }
    row = above;
  }
}

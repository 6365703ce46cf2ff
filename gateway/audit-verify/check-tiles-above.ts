/** The tiles above those of leaves: they must be what the ones below hash to. */
import { type Bytes, joined, sameBytes } from './bytes.ts';
import { type HashEach, rootOf } from './hash-tree.ts';
import { type LogSource, readPart, refuseWhereGrown } from './log-source.ts';

const WIDTH = 256;

export interface TilesAbove {
  readonly source: LogSource;
  /** The checkpoint. */
  readonly note: string;
  /** What the full tiles of leaves hash to. */
  readonly tiles: readonly Bytes[];
  /** What does not hold is added here. */
  readonly faults: string[];
  readonly hashEach: HashEach | undefined;
}

/** @throws SourceError if the log cannot be read */
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

/**
 * Reads the tiles of a log above its entries, from the signed root downwards. Each is verified before it is
 * kept, and the growth of the log is verified before anything is kept.
 */
import { type Bytes, sameBytes } from './bytes.ts';
import { type CopiedFile, type Copying, copyTile } from './copied-files.ts';
import { rootOf } from './hash-tree.ts';
import { readPart, refuseWhereGrown, splitHashes } from './log-source.ts';
import type { Checkpoint } from './open-checkpoint.ts';

const WIDTH = 256;
/** Tiles read at once. */
const AT_ONCE = 8;

export type CopiedTile = CopiedFile<readonly Bytes[]>;

export interface CopiedTree {
  readonly size: number;
  /** The hashes of the full tiles of leaves. */
  readonly roots: readonly Bytes[];
  /** The tile of leaves that is not full, if there is one. */
  readonly lastLeaves: CopiedTile | null;
  /** The tiles above those of leaves, to be kept. */
  readonly above: readonly CopiedTile[];
}

/** Reads the tree. @returns null, with a fault added, if it misses the signed root @throws SourceError */
export async function readTree(copying: Copying, checkpoint: Checkpoint): Promise<CopiedTree | null> {
  const { size } = checkpoint;
  const edges = await readEdges(copying, checkpoint);
  if (edges === null) return null;
  const above: CopiedTile[] = [];
  let parents: readonly Bytes[] = [];
  for (let level = edges.length - 1; level > 0; level -= 1) {
    const full = await readFull(copying, level, parents);
    if (full === null) return null;
    const edge = edges[level];
    above.push(...full, ...(edge ? [edge] : []));
    parents = [...full, ...(edge ? [edge] : [])].flatMap(({ content }) => content);
  }
  return { size, roots: parents, lastLeaves: edges[0] ?? null, above };
}

/**
 * Reads the tiles that are not full, at most one a level, which lead to the root. They are requested even if
 * they are kept, so that what is served is compared with what is kept.
 */
async function readEdges(
  copying: Copying,
  { root, size }: Checkpoint,
): Promise<(CopiedTile | null)[] | null> {
  const { differing, faults, hashEach, mirror, note, source } = copying;
  const edges: (CopiedTile | null)[] = [];
  let reached: Bytes | null = null;
  for (let count = size; count > 0; count = Math.floor(count / WIDTH)) {
    const width = count % WIDTH;
    if (width === 0) {
      edges.push(null);
      continue;
    }
    const { bytes, path } = await readPart(source, `tile/${edges.length}`, Math.floor(count / WIDTH), count);
    const content = bytes && splitHashes(bytes, width);
    if (bytes === null || content === null) {
      if (bytes === null) await refuseWhereGrown(source, path, note);
      faults.push(
        bytes === null ? `the log does not serve \`${path}\`` : `\`${path}\` of the log is too short`,
      );
      return null;
    }
    const kept = await mirror.source(path);
    const exact = bytes.subarray(0, 32 * width);
    if (kept !== null && !sameBytes(kept, exact)) differing.push(path);
    edges.push({ path, content, bytes: exact, isNew: kept === null });
    reached = await rootOf(reached === null ? content : [...content, reached], hashEach);
  }
  if (sameBytes(reached ?? (await rootOf([])), root)) return edges;
  const names = edges.flatMap((edge) => (edge === null ? [] : [`\`${edge.path}\``]));
  faults.push(`${names.join(' and ')} of the log do not lead to the root that is signed`);
  return null;
}

/** Copies the full tiles of a level. @param hashes of these tiles */
async function readFull(
  copying: Copying,
  level: number,
  hashes: readonly Bytes[],
): Promise<CopiedTile[] | null> {
  const tiles: CopiedTile[] = [];
  for (let first = 0; first < hashes.length; first += AT_ONCE) {
    const some = hashes.slice(first, first + AT_ONCE);
    const read = await Promise.all(some.map((hash, i) => copyTile(copying, level, first + i, hash)));
    const right = read.filter((tile) => tile !== null);
    if (right.length < read.length) return null;
    tiles.push(...right);
  }
  return tiles;
}

/** True if the log grew from an earlier head; null, with a fault added, if unknown. @throws SourceError */
export async function grewFrom(
  copying: Copying,
  { lastLeaves, roots, size }: CopiedTree,
  earlier: Checkpoint,
): Promise<boolean | null> {
  if (earlier.size > size) return false;
  const full = Math.floor(earlier.size / WIDTH);
  const rest = earlier.size % WIDTH;
  const hash = roots[full];
  const tile = rest === 0 || hash === undefined ? lastLeaves : await copyTile(copying, 0, full, hash);
  if (rest > 0 && tile === null) return null;
  const part = rest === 0 ? [] : [await rootOf(tile?.content.slice(0, rest) ?? [], copying.hashEach)];
  return sameBytes(await rootOf([...roots.slice(0, full), ...part], copying.hashEach), earlier.root);
}

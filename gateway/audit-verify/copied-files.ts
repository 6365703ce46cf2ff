/** Copies files of a log to a mirror: the kept one if it is right, otherwise the one that is served. */
import { type Bytes, sameBytes } from './bytes.ts';
import { type HashEach, hashLeaves, rootOf } from './hash-tree.ts';
import {
  type LogSource,
  partOf,
  readPart,
  refuseWhereGrown,
  splitBundle,
  splitHashes,
} from './log-source.ts';
import type { MirrorDirectory } from './mirror-directory.ts';

const WIDTH = 256;

export interface Copying {
  readonly source: LogSource;
  readonly mirror: MirrorDirectory;
  /** The checkpoint by which the log is read. */
  readonly note: string;
  readonly hashEach: HashEach | undefined;
  /** The list to which faults are added. */
  readonly faults: string[];
  /** True if kept files of this number are to be compared with what the log serves today. */
  readonly compares: (index: number) => boolean;
  /** The paths of kept files that were altered, or are not what the log has now: its growth tells which. */
  readonly differing: string[];
  /** The number of files written. */
  written: number;
}

export interface CopiedFile<T> {
  readonly path: string;
  /** The bytes of exactly the part that was asked for. */
  readonly bytes: Bytes;
  /** The content that was parsed from it. */
  readonly content: T;
  /** True if no file is kept there, right or wrong. */
  readonly isNew: boolean;
}

/** Reads and checks a file; null if it is not right. */
type Take<T> = (bytes: Bytes, width: number) => Promise<Pick<CopiedFile<T>, 'bytes' | 'content'> | null>;

/** Copies a file. @returns null, with a fault added, if the log serves no right one @throws SourceError */
async function copied<T>(
  copying: Copying,
  [kind, index, total]: readonly [kind: string, index: number, total: number],
  take: Take<T>,
  wrong: () => string,
): Promise<CopiedFile<T> | null> {
  const { source, mirror, note, faults, differing } = copying;
  const { path, width } = partOf(kind, index, total);
  const kept = await mirror.source(path);
  const right = kept === null ? null : await take(kept, width);
  if (right !== null && right.bytes.length === kept?.length) {
    if (copying.compares(index)) await compareServed(copying, [kind, index, total], kept);
    return { path, ...right, isNew: false };
  }
  if (kept !== null) differing.push(path);
  const served = await readPart(source, kind, index, total);
  const taken = served.bytes === null ? null : await take(served.bytes, width);
  if (taken !== null) return { path, ...taken, isNew: kept === null };
  if (served.bytes === null) await refuseWhereGrown(source, path, note);
  faults.push(
    served.bytes === null ? `the log does not serve \`${path}\`` : `\`${path}\` of the log ${wrong()}`,
  );
  return null;
}

/** Chooses this many neighbors at random: who changes old entries cannot leave just those unchanged. */
export function chosenByChance(count: number, size: number): (index: number) => boolean {
  const total = Math.max(Math.ceil(size / WIDTH), 1);
  const first = Math.floor(Math.random() * total);
  return (index) => (index - first + total) % total < count;
}

/** Compares what was copied before with what the log serves now: it must still serve what it signed. */
async function compareServed(
  { faults, note, source }: Copying,
  [kind, index, total]: readonly [kind: string, index: number, total: number],
  kept: Bytes,
): Promise<void> {
  const { bytes, path, width } = await readPart(source, kind, index, total);
  if (bytes === null) await refuseWhereGrown(source, path, note);
  if (bytes !== null && sameBytes(bytes.subarray(0, kept.length), kept)) return;
  const split = kind === 'tile/entries' ? splitBundle : splitHashes;
  const [were, are] = [split(kept, width) ?? [], (bytes && split(bytes, width)) ?? []];
  const at = were.findIndex((one, i) => !sameBytes(one, are[i] ?? new Uint8Array()));
  const which =
    kind === 'tile/entries' || kind === 'tile/0' ? `entry ${index * WIDTH + Math.max(at, 0)}: ` : '';
  faults.push(
    `${which}\`${path}\` of the log is not what it served before, which is what it has signed: the kept file is right`,
  );
}

/** Copies a full tile, which must hash to what the tile above it has. */
export function copyTile(copying: Copying, level: number, index: number, hash: Bytes) {
  const take: Take<Bytes[]> = async (bytes, width) => {
    const content = splitHashes(bytes, width);
    if (content === null || !sameBytes(await rootOf(content, copying.hashEach), hash)) return null;
    return { content, bytes: bytes.subarray(0, 32 * width) };
  };
  const full = (index + 1) * 256;
  return copied(
    copying,
    [`tile/${level}`, index, full],
    take,
    () => 'is not what the tile above it has the hash of',
  );
}

/** Copies a bundle's published part, whose entries must hash to the tile. @param total published */
export function copyBundle(copying: Copying, index: number, total: number, leaves: readonly Bytes[]) {
  let first = -1;
  const take: Take<Bytes[]> = async (bytes, width) => {
    const content = splitBundle(bytes, width);
    if (content === null) return null;
    const hashes = await hashLeaves(content, copying.hashEach);
    first = hashes.findIndex((hash, i) => !sameBytes(hash, leaves[i] as Bytes));
    if (first !== -1) return null;
    return {
      content,
      bytes: bytes.subarray(
        0,
        content.reduce((length, entry) => length + 2 + entry.length, 0),
      ),
    };
  };
  const wrong = () =>
    `does not have the entries that \`${partOf('tile/0', index, total).full}\` has the hashes of` +
    (first === -1 ? '' : `: entry ${index * WIDTH + first} is the first`);
  return copied(copying, ['tile/entries', index, total], take, wrong);
}

/** Keeps a file that was checked. Replaces nothing. @throws MirrorError */
export async function keep(copying: Copying, { bytes, isNew, path }: CopiedFile<unknown>): Promise<void> {
  if (!isNew) return;
  await copying.mirror.write(path, bytes);
  copying.written += 1;
}

/** Verification of a whole log from its public files alone. */
import { checkEntries } from './check-entries.ts';
import { growTree, hashLeaf, rootOf } from './hash-tree.ts';
import { type LogSource, readPart, SourceError, splitBundle } from './log-source.ts';
import { type Checkpoint, openCheckpoint } from './open-checkpoint.ts';

export interface VerifyLogOptions {
  readonly source: LogSource;
  /** The log's verifier key, got by another way than from the log. */
  readonly vkey: string;
  /** Checkpoints seen earlier, as signed notes: the log must have grown from each of them. */
  readonly older?: readonly string[];
  /** Called now and then with how many entries are done, and how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface OlderFound {
  /** Entries that the log had then; null if the checkpoint belongs to another log. */
  readonly size: number | null;
  /** Whether the log grew from it. */
  readonly holds: boolean;
}

export interface LogReport {
  readonly ok: boolean;
  /** What does not hold, the first hundred; empty exactly if `ok`. */
  readonly faults: readonly string[];
  readonly origin: string | null;
  readonly size: number | null;
  /** Root that the entries lead to, base64; equal to the checkpoint's if `ok`. */
  readonly root: string | null;
  /**
   * Entries whose text is published, and was checked. Of those after them, which the log says it holds back for a time,
   * only the hashes were.
   */
  readonly published: number | null;
  /** How many entries of each kind the published part has. */
  readonly kinds: Readonly<Record<string, number>>;
  /** What was found of each older checkpoint, in the order in which they were given. */
  readonly older: readonly OlderFound[];
  /** The checkpoint that was verified: to be kept, and given as an older one next time. */
  readonly checkpoint: string | null;
}

const MOST_FAULTS = 100;
const WIDTH = 256;
/** Bundles read at once. */
const AT_ONCE = 8;

/**
 * Reads the newest checkpoint, every published entry and every tile of a log, and checks: the signature; that the
 * entries hash to the tiles and to the root signed; that the log only grew from the older checkpoints; that
 * the entries keep the rules of `checkEntries`. What is wrong is in the report.
 * @throws SourceError if the log cannot be read.
 */
export async function verifyLog(options: VerifyLogOptions): Promise<LogReport> {
  const { source, vkey, onProgress } = options;
  const faults: string[] = [];
  const note = await source('checkpoint');
  if (note === null) throw new SourceError('there is no checkpoint');
  const open = (text: string, name: string): Checkpoint | null => {
    try {
      return openCheckpoint(text, vkey);
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`);
      return null;
    }
  };
  const checkpoint = open(note.toString(), 'checkpoint');
  const given = (options.older ?? []).map((text) => open(text, 'older checkpoint'));
  const older = given.filter((known) => known !== null);
  const grown = new Set<Checkpoint>();
  const checker = checkEntries();
  const published = checkpoint === null ? 0 : await publishedOf(source, checkpoint.size);
  const report = (root: Buffer | null): LogReport => ({
    ok: faults.length === 0,
    faults: faults.slice(0, MOST_FAULTS),
    origin: checkpoint?.origin ?? null,
    size: checkpoint?.size ?? null,
    root: root?.toString('base64') ?? null,
    published: checkpoint === null ? null : published,
    kinds: checker.kinds,
    older: given.map((known) => ({ size: known?.size ?? null, holds: known !== null && grown.has(known) })),
    checkpoint: checkpoint?.note ?? null,
  });
  // What is not signed is not worth reading.
  if (checkpoint === null) return report(null);
  const { size } = checkpoint;

  for (const earlier of older.filter((known) => known.size > size)) {
    faults.push(`the log shrank: it had ${earlier.size} entries, and has ${size}`);
  }
  const tree = growTree();
  const compareOlder = () => {
    for (const earlier of older.filter((known) => known.size === tree.size)) {
      if (earlier.root.equals(tree.root())) grown.add(earlier);
      else faults.push(`the log was rewritten before entry ${earlier.size}`);
    }
  };
  compareOlder();
  const add = (leaf: Buffer, text: Buffer | undefined) => {
    if (text !== undefined) faults.push(...checker.next(text.toString()));
    tree.add(leaf);
    compareOlder();
  };
  const progress = () => onProgress?.(tree.size, size);
  const tiles = await readEntries({ source, size, published, faults, add, progress });
  if (tiles === null) return report(null);
  await checkTilesAbove(source, tiles, faults);
  if (!tree.root().equals(checkpoint.root)) faults.push('the entries do not lead to the root that is signed');
  return report(tree.root());
}

interface EntryReading {
  readonly source: LogSource;
  readonly size: number;
  readonly published: number;
  /** What does not hold is added here. */
  readonly faults: string[];
  /** Called with each leaf in order, and with the entry's text where it is published. */
  readonly add: (leaf: Buffer, text: Buffer | undefined) => void;
  readonly progress: () => void;
}

/**
 * Reads the entries and the tiles of their hashes. Resolves to the roots of the complete tiles; null where what is wrong
 * leaves nothing to go on with.
 * @throws SourceError if the log cannot be read
 */
async function readEntries(reading: EntryReading): Promise<Buffer[] | null> {
  const { source, size, published, faults, add, progress } = reading;
  const roots: Buffer[] = [];
  let read = 0;
  for (let bundle = 0; bundle * WIDTH < size; bundle += AT_ONCE) {
    const count = Math.min(AT_ONCE, Math.ceil(size / WIDTH) - bundle);
    const parts = await Promise.all(
      Array.from({ length: count }, (_, i) =>
        Promise.all([
          // Beyond what is published there is no bundle to ask for.
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
        faults.push(`\`${missing}\` is missing or too short: the log cannot be verified beyond ${read}`);
        return null;
      }
      const computed = texts.map(hashLeaf);
      if (computed.some((leaf, i) => !leaf.equals(hashes[i] as Buffer))) {
        faults.push(`\`${tile.path}\` is not what its entries hash to`);
      }
      const leaves = [...computed, ...hashes.slice(computed.length)];
      for (const [i, leaf] of leaves.entries()) add(leaf, texts[i]);
      read += leaves.length;
      if (leaves.length === WIDTH) roots.push(rootOf(leaves));
    }
    // A log that is wrong all over need not be read to its end.
    if (faults.length >= MOST_FAULTS) return null;
    progress();
  }
  return roots;
}

/** @param tiles hashes of the level below the first that is read @throws SourceError if the log cannot be read */
async function checkTilesAbove(source: LogSource, tiles: Buffer[], faults: string[]): Promise<void> {
  let row = tiles;
  for (let level = 1; row.length > 0; level++) {
    const above: Buffer[] = [];
    for (let index = 0; index * WIDTH < row.length; index++) {
      const tile = await readPart(source, `tile/${level}`, index, row.length);
      const hashes = row.slice(index * WIDTH, index * WIDTH + tile.width);
      if (!tile.bytes?.subarray(0, 32 * tile.width).equals(Buffer.concat(hashes))) {
        faults.push(`\`${tile.path}\` is not what the tiles below it hash to`);
      }
      if (hashes.length === WIDTH) above.push(rootOf(hashes));
    }
    row = above;
  }
}

/** How many entries the log says are published; all where it says nothing. @throws SourceError if that is unreadable */
async function publishedOf(source: LogSource, size: number): Promise<number> {
  const text = await source('published');
  if (text === null) return size;
  const told = parseSize(text.toString());
  if (told === null) throw new SourceError('`published` does not say how many entries are published');
  return Math.min(told, size);
}

function parseSize(text: string): number | null {
  try {
    const { size } = JSON.parse(text) as { size: unknown };
    return typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null;
  } catch {
    return null;
  }
}

/** The first hashes of a tile; null if it does not hold so many. */
function splitHashes(tile: Buffer, width: number): Buffer[] | null {
  if (tile.length < 32 * width) return null;
  return Array.from({ length: width }, (_, i) => tile.subarray(32 * i, 32 * (i + 1)));
}

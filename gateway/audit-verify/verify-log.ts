/** Verifies a whole log from its public files alone. */
import { MOST_ENTRIES, requireFewer } from './bounds.ts';
import { type Bytes, base64Of, sameBytes, textOf } from './bytes.ts';
import { checkEntries, type Entry, isKnownKind, type KeyChange } from './check-entries.ts';
import type { StepBack } from './check-minutes.ts';
import { type HashEach, rootOf } from './hash-tree.ts';
import { type LogSource, publishedOf, SourceError } from './log-source.ts';
import { type Checkpoint, openCheckpoint } from './open-checkpoint.ts';
import { checkTilesAbove, MOST_FAULTS, readEntries } from './read-tiles.ts';
import { notYetPublished, type ReceiptHead } from './verify-receipt.ts';

export interface VerifyLogOptions {
  readonly source: LogSource;
  /** The log's verifier key, or several with blanks between, which must come from elsewhere than the log. */
  readonly vkey: string;
  /** Signed notes of earlier checkpoints, and heads of receipts: the log must have grown from each. */
  readonly older?: readonly (string | ReceiptHead)[];
  /** The entries that receipts prove: the log must have the same ones. */
  readonly known?: readonly KnownEntry[];
  /** The most entries of a log that is read; 100 million if absent. */
  readonly mostEntries?: number;
  /** Is called now and then with the number of entries done, and the number of all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Is called with each published entry, in order. */
  readonly onEntry?: (entry: Entry, index: number) => void;
  /** A faster way to hash than WebCrypto's. */
  readonly hashEach?: HashEach;
}

/** An entry that something other than the log proves. */
export interface KnownEntry {
  readonly index: number;
  /** Base64. */
  readonly leafHash: string;
  /** The name of what proves it, e.g. the file of a receipt. */
  readonly from: string;
  /** The minute that it names, UTC. */
  readonly minute: string;
}

export interface OlderFound {
  /** The number of entries that the log had then; null if the checkpoint belongs to another log. */
  readonly size: number | null;
  /** True if the log grew from it. */
  readonly holds: boolean;
}

export interface LogReport {
  /** True if no fault and no unknown kind was found, and no head that it was compared with is newer. */
  readonly ok: boolean;
  /** The first hundred faults. */
  readonly faults: readonly string[];
  /** The kinds of entries that this program, older than the log, does not know. All else was checked. */
  readonly unknownKinds: readonly string[];
  /** The reasons why a receipt could not be compared yet: it is newer than the published head. */
  readonly notYet: readonly string[];
  readonly origin: string | null;
  readonly size: number | null;
  /** The root that the entries lead to, base64; equal to the checkpoint's if there is no fault. */
  readonly root: string | null;
  /**
   * The number of entries whose text is published, and was checked. Of later entries, which the log says it
   * withholds for a time, only the hashes were checked.
   */
  readonly published: number | null;
  /** The minute that the newest published entry names, UTC; a checkpoint names none. */
  readonly newest: string | null;
  /** The number of entries of each kind in the published part. */
  readonly kinds: Readonly<Record<string, number>>;
  /** The published entries by which a key of the log was added or retired. */
  readonly keyChanges: readonly KeyChange[];
  /** The published entries dated before the one before them, the first hundred: reported, but no fault. */
  readonly stepsBack: readonly StepBack[];
  /** The findings on each older checkpoint, in the order in which they were given. */
  readonly older: readonly OlderFound[];
  /** The checkpoint that was verified: keep it, and give it as an older one next time. */
  readonly checkpoint: string | null;
}

/** A head that the log must have grown from. */
interface Earlier extends Checkpoint {
  /** The minute of the receipt that brought it; null: it was published. */
  readonly minute: string | null;
}

const NO_CHECKPOINT =
  'no checkpoint was found: give the address, or the directory, that holds the `checkpoint` file of the log, ' +
  'e.g. https://gateway.example/log';
const WIDTH = 256;

/**
 * Reads the newest checkpoint, every published entry and every tile of a log, and checks: the signature; that
 * the entries hash to the tiles and to the root signed; that the log only grew from the older checkpoints;
 * that the entries keep the rules of `checkEntries`. Faults are in the report.
 * @throws SourceError if the log cannot be read.
 */
export async function verifyLog(options: VerifyLogOptions): Promise<LogReport> {
  const { source, vkey, onProgress, hashEach } = options;
  const faults: string[] = [];
  const note = await source('checkpoint');
  if (note === null) throw new SourceError(NO_CHECKPOINT);
  const open = async (text: string, name: string, isKept = false): Promise<Checkpoint | null> => {
    try {
      return await openCheckpoint(text, vkey, isKept);
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`);
      return null;
    }
  };
  const checkpoint = await open(textOf(note), 'checkpoint');
  const given: (Earlier | null)[] = [];
  for (const one of options.older ?? []) {
    const { minute, note: text } = typeof one === 'string' ? { note: one, minute: null } : one;
    const opened = await open(text, 'older checkpoint', true);
    given.push(opened && { ...opened, minute });
  }
  const checker = checkEntries(options.onEntry);
  const notYet: string[] = [];
  const { size: published, everyS } =
    checkpoint === null ? { size: 0, everyS: null } : await publishedOf(source, checkpoint.size);
  const grown = new Set<Earlier>();
  const report = (root: Bytes | null): LogReport => ({
    ok: faults.length + notYet.length === 0 && Object.keys(checker.kinds).every(isKnownKind),
    faults: faults.slice(0, MOST_FAULTS),
    unknownKinds: Object.keys(checker.kinds).filter((kind) => !isKnownKind(kind)),
    notYet,
    origin: checkpoint?.origin ?? null,
    size: checkpoint?.size ?? null,
    root: root === null ? null : base64Of(root),
    published: checkpoint === null ? null : published,
    newest: checker.minute,
    kinds: checker.kinds,
    keyChanges: checker.keyChanges,
    stepsBack: checker.stepsBack,
    older: given.map((known) => ({ size: known?.size ?? null, holds: known !== null && grown.has(known) })),
    checkpoint: checkpoint?.note ?? null,
  });
  // An unsigned log is not worth reading.
  if (checkpoint === null) return report(null);
  const { size } = checkpoint;

  const older = given.filter((known) => known !== null);
  requireFewer(size, options.mostEntries ?? MOST_ENTRIES);
  compareSizes(size, { everyS, faults, notYet, older, known: options.known ?? [] });
  const tiles: Bytes[] = [];
  const compareOlder = async (leaves: readonly Bytes[]) => {
    const start = tiles.length * WIDTH;
    for (const earlier of older) {
      const reached = earlier.size - start;
      if (reached < Math.min(1, leaves.length) || reached > leaves.length) continue;
      if (sameBytes(earlier.root, await rootAfter(tiles, leaves.slice(0, reached), hashEach)))
        grown.add(earlier);
      else faults.push(`the log was rewritten before entry ${earlier.size}`);
    }
  };
  const compareKnown = (leaves: readonly Bytes[]) => {
    const start = tiles.length * WIDTH;
    for (const { from, index, leafHash } of options.known ?? []) {
      const found = leaves[index - start];
      if (found !== undefined && base64Of(found) !== leafHash) {
        faults.push(`entry ${index} of the log is not the one that \`${from}\` proves`);
      }
    }
  };
  await compareOlder([]);
  const take = async (leaves: readonly Bytes[], texts: readonly Bytes[]) => {
    for (const text of texts) faults.push(...checker.next(textOf(text)));
    compareKnown(leaves);
    await compareOlder(leaves);
    if (leaves.length === WIDTH) tiles.push(await rootOf(leaves, hashEach));
  };
  const last = await readEntries({
    source,
    note: checkpoint.note,
    size,
    published,
    faults,
    take,
    onProgress,
    hashEach,
  });
  if (last === null) return report(null);
  await checkTilesAbove({ source, note: checkpoint.note, tiles, faults, hashEach });
  const root = await rootAfter(tiles, last, hashEach);
  if (!sameBytes(root, checkpoint.root)) faults.push('the entries do not lead to the root that is signed');
  return report(root);
}

interface Sizes {
  readonly everyS: number | null;
  readonly faults: string[];
  readonly notYet: string[];
  readonly older: readonly Earlier[];
  readonly known: readonly KnownEntry[];
}

/** Adds faults for what is missing, unless a receipt may be newer than the published head. */
function compareSizes(size: number, { everyS, faults, known, notYet, older }: Sizes): void {
  for (const { minute, size: had } of older.filter((earlier) => earlier.size > size)) {
    const why = minute === null ? null : notYetPublished(minute, everyS, size);
    if (why === null) faults.push(`the log shrank: it had ${had} entries, and has ${size}`);
    else notYet.push(`the receipt of a log of ${had} entries is ${why}`);
  }
  for (const { from, index, minute } of known.filter((entry) => entry.index >= size)) {
    if (notYetPublished(minute, everyS, size) !== null) continue;
    faults.push(`the log of ${size} entries has no entry ${index}, which \`${from}\` proves`);
  }
}

/** Returns the root of a tree of complete tiles, by their roots, and of any leaves after them. */
async function rootAfter(
  tiles: readonly Bytes[],
  leaves: readonly Bytes[],
  hashEach: HashEach | undefined,
): Promise<Bytes> {
  return rootOf(leaves.length === 0 ? tiles : [...tiles, await rootOf(leaves, hashEach)], hashEach);
}

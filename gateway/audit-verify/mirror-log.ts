/** Copies a log into a directory. Each part is verified before it is kept. */
import { MOST_ENTRIES, requireFewer } from './bounds.ts';
import { type Bytes, base64Of, hexOf, textOf } from './bytes.ts';
import { checkEntries, type EntryChecker, isKnownKind } from './check-entries.ts';
import { type Copying, chosenByChance, copyBundle, copyTile, keep } from './copied-files.ts';
import { type CopiedTree, grewFrom, readTree } from './copied-tree.ts';
import type { HashEach } from './hash-tree.ts';
import { type LogSource, parsePublished, partOf, publishedOf, SourceError } from './log-source.ts';
import type { MirrorDirectory } from './mirror-directory.ts';
import { type Checkpoint, openCheckpoint } from './open-checkpoint.ts';

export interface MirrorLogOptions {
  readonly source: LogSource;
  readonly mirror: MirrorDirectory;
  /** The log's verifier key, which must come from elsewhere than the log. */
  readonly vkey: string;
  /** The most entries of a log that is copied; 100 million if absent. */
  readonly mostEntries?: number;
  /** The number of kept bundles, chosen at random, to compare with what the log serves now; 0 if absent. */
  readonly compare?: number;
  /** Is called now and then with the number of entries done, and the number of all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** A faster way to hash than WebCrypto's. */
  readonly hashEach?: HashEach;
}

export interface MirrorReport {
  /** True if no fault was found and every kind of entry is known. */
  readonly ok: boolean;
  /** The first hundred faults. */
  readonly faults: readonly string[];
  /** The kinds of entries that this program, older than the log, does not know; copied nevertheless. */
  readonly unknownKinds: readonly string[];
  readonly origin: string | null;
  readonly size: number | null;
  /** The root that is signed, base64. */
  readonly root: string | null;
  /** The number of entries whose text is published, and is in the mirror. */
  readonly published: number | null;
  /** The number of entries that the mirror had before; null: it had no checkpoint. */
  readonly before: number | null;
  /** The number of tiles and bundles that were written. */
  readonly written: number;
  /** The path of a checkpoint that the mirror refuses though the log has signed it; null: none. */
  readonly evidence: string | null;
  /** The note that the log serves. */
  readonly checkpoint: string | null;
}

const KEPT = 'kept file `checkpoint`';
const MOST_FAULTS = 100;
const WIDTH = 256;
/** The number of pairs of tile and bundle copied at once. */
const AT_ONCE = 8;

/**
 * Copies what the mirror does not have yet. The kept checkpoint is replaced last, and only if everything
 * holds: signature, growth from that checkpoint, tiles, entries and their rules.
 * @throws SourceError if the log cannot be read @throws MirrorError if the mirror cannot be written
 */
export async function mirrorLog(options: MirrorLogOptions): Promise<MirrorReport> {
  const { source, mirror, vkey, hashEach, onProgress } = options;
  const faults: string[] = [];
  const head = await open(await source('checkpoint'), vkey, 'checkpoint of the log', faults);
  if (head === null && faults.length === 0) {
    throw new SourceError(
      'no checkpoint was found: give the address that holds the `checkpoint` file of the log',
    );
  }
  requireFewer(head?.size ?? 0, options.mostEntries ?? MOST_ENTRIES);
  const kept = await open(await mirror.source('checkpoint'), vkey, KEPT, faults);
  let published: number | null = null;
  let evidence: string | null = null;
  if (head !== null && faults.length === 0) published = await publishedIn(options, head, faults);
  let written = 0;
  const checker = checkEntries();
  if (head !== null && published !== null) {
    const compares = chosenByChance(options.compare ?? 0, head.size);
    const copying = { source, mirror, note: head.note, hashEach, faults, compares, differing: [], written };
    const verdict = await copy({ copying, checker, head, kept, published, onProgress });
    written = copying.written;
    if (verdict === 'contradicts') {
      evidence = `refused/checkpoint-${head.size}-${hexOf(head.root.subarray(0, 4))}`;
      await mirror.write(evidence, head.note);
      await mirror.settle();
    }
  }
  const unknownKinds = Object.keys(checker.kinds).filter((kind) => !isKnownKind(kind));
  return {
    ok: faults.length === 0 && unknownKinds.length === 0,
    faults: faults.slice(0, MOST_FAULTS),
    unknownKinds,
    origin: head?.origin ?? null,
    size: head?.size ?? null,
    root: head === null ? null : base64Of(head.root),
    published,
    before: kept?.size ?? null,
    written,
    evidence,
    checkpoint: head?.note ?? null,
  };
}

/** Opens a checkpoint; null if there is none, or, with a fault added, if it is bad. */
async function open(
  note: Bytes | null,
  vkey: string,
  name: string,
  faults: string[],
): Promise<Checkpoint | null> {
  if (note === null) return null;
  try {
    return await openCheckpoint(textOf(note), vkey, name === KEPT);
  } catch (error) {
    faults.push(`${name}: ${(error as Error).message}`);
    return null;
  }
}

/**
 * Returns how many texts are published: never fewer than the mirror has, even if the log withholds more.
 * @returns null, with a fault added, if the kept file cannot be read
 */
async function publishedIn(
  { mirror, source }: MirrorLogOptions,
  { size }: Checkpoint,
  faults: string[],
): Promise<number | null> {
  const standing = await mirror.source('published');
  const had = standing === null ? 0 : parsePublished(textOf(standing))?.size;
  if (had !== undefined) return Math.min(Math.max((await publishedOf(source, size)).size, had), size);
  faults.push(
    'the kept file `published` does not say how many entries are published: it was changed here; next: remove it, and run ' +
      'the command again: it is written again',
  );
  return null;
}

interface Task {
  readonly copying: Copying;
  readonly checker: EntryChecker;
  readonly head: Checkpoint;
  readonly kept: Checkpoint | null;
  readonly published: number;
  readonly onProgress: MirrorLogOptions['onProgress'];
}

/** Copies. `contradicts`: the log signed what cannot be, which is worth keeping. `broken`: other faults. */
async function copy(task: Task): Promise<'copied' | 'contradicts' | 'broken'> {
  const { copying, head, kept } = task;
  const { differing, faults } = copying;
  if (kept !== null && kept.size > head.size) {
    faults.push(`the log shrank: it had ${kept.size} entries, and has ${head.size}`);
    return 'contradicts';
  }
  const tree = await readTree(copying, head);
  if (tree === null) return 'broken';
  const grew = kept === null || (await grewFrom(copying, tree, kept));
  if (grew === null) return 'broken';
  if (!grew) {
    faults.push(`the log was rewritten before entry ${kept?.size}`);
    return 'contradicts';
  }
  for (const tile of tree.above) await keep(copying, tile);
  const breaks = await copyEntries(task, tree);
  faults.push(...[...new Set(differing)].map(sayDiffering));
  if (breaks > 0) return 'contradicts';
  if (faults.length > 0) return 'broken';
  await replaceHead(task, tree);
  return 'copied';
}

const sayDiffering = (path: string) =>
  `the kept file \`${path}\` is not what the log has signed: it was changed here, or is of a head that the log does not ` +
  'know any more; next: find out which, remove the file, and run the command again: it is copied again';

/** Copies entries. @returns how many faults their contents have @throws SourceError, MirrorError */
async function copyEntries(
  { checker, copying, onProgress, published }: Task,
  tree: CopiedTree,
): Promise<number> {
  const { faults } = copying;
  const { size } = tree;
  let breaks = 0;
  for (let first = 0; first * WIDTH < size; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, Math.ceil(size / WIDTH) - first);
    const parts = await Promise.all(
      Array.from({ length: count }, (_, i) => copyPart(copying, tree, first + i, published)),
    );
    if (parts.includes(null)) return breaks;
    for (const text of parts.flatMap((texts) => texts ?? [])) {
      const found = checker.next(textOf(text));
      breaks += found.length;
      faults.push(...found);
    }
    if (faults.length >= MOST_FAULTS) return breaks;
    onProgress?.(Math.min((first + count) * WIDTH, size), size);
  }
  return breaks;
}

/** Copies a tile and its bundle. @returns the published texts; null if one is not right */
async function copyPart(
  copying: Copying,
  { lastLeaves, roots }: CopiedTree,
  index: number,
  published: number,
): Promise<readonly Bytes[] | null> {
  const hash = roots[index];
  const tile = hash === undefined ? lastLeaves : await copyTile(copying, 0, index, hash);
  if (tile === null) return null;
  const bundle =
    index * WIDTH < published ? await copyBundle(copying, index, published, tile.content) : undefined;
  if (bundle === null) return null;
  await keep(copying, tile);
  if (bundle !== undefined) await keep(copying, bundle);
  return bundle?.content ?? [];
}

/** Replaces the head in steps: stopped after any of them, the mirror still verifies. */
async function replaceHead({ copying, head, kept, published }: Task, tree: CopiedTree): Promise<void> {
  const { mirror } = copying;
  const told = JSON.stringify({ size: published });
  const standing = await mirror.source('published');
  const isTold = standing !== null && textOf(standing) === told;
  // If it is there already, the older checkpoint needs the partial bundle that it speaks of.
  const early = standing === null;
  if (early) await mirror.write('published', told);
  await mirror.settle();
  if (kept === null || kept.size < head.size || signaturesOf(kept) < signaturesOf(head)) {
    await mirror.write('checkpoint', head.note);
    await mirror.settle();
  }
  if (!early && !isTold) await mirror.write('published', told);
  await mirror.settle();
  const bundle =
    published % WIDTH === 0 ? [] : [partOf('tile/entries', Math.floor(published / WIDTH), published).path];
  const tiles = [...tree.above, ...(tree.lastLeaves === null ? [] : [tree.lastLeaves])];
  await mirror.removePartsExcept(new Set([...tiles.map(({ path }) => path), ...bundle]));
}

/** Counts signatures: of two notes of the same head, the one with more is kept. */
function signaturesOf({ note }: Checkpoint): number {
  return note.split('\n— ').length;
}

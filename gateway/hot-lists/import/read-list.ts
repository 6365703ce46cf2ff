/** Reads a hot list of any layout: bytes in, blocks of rows out, in constant memory. */
import type { Hash } from 'node:crypto';
import { GatewayError } from '../../faults/errors.ts';
import type { Layout } from '../lists/layout.ts';
import { boundSource, type SourceBounds } from './bound-source.ts';
import { autovuReader } from './layouts/autovu.ts';
import { ccicReader } from './layouts/ccic.ts';
import { delimitedReader } from './layouts/delimited.ts';
import { jsonRow } from './layouts/json-entry.ts';
import type { LineReader, ListRow } from './layouts/list-row.ts';
import { ncicReader } from './layouts/ncic.ts';
import { readJsonElements } from './layouts/read-json-elements.ts';
import { blockOf, type ListBlock } from './pieces/list-block.ts';
import type { LastVersion, TextBlock } from './pieces/text-block.ts';
import { readTextBlocks } from './read-text-blocks.ts';

const LINE_READERS: Readonly<Record<Layout, () => LineReader>> = {
  ncic: ncicReader,
  ccic: ccicReader,
  autovu: autovuReader,
  flock: delimitedReader,
  csv: delimitedReader,
  ndjson: () => (text, line) => (text.trim() === '' ? null : jsonRow(text, line)),
};

/** Layouts of which the first line says how the others are to be read. */
const HEADED: ReadonlySet<Layout> = new Set(['autovu', 'flock', 'csv']);

export interface ReadOptions {
  readonly bounds?: SourceBounds;
  /** What is in here is not read again. */
  readonly last?: LastVersion | null;
  /** Is given what names the version: two lists that differ give another hash. */
  readonly content?: Hash;
}

/** After so many rows, all of another form, there is no use in reading on. */
const PATIENCE = 1_000;

/**
 * @throws GatewayError `malformed` or `too_large`, with the line and the reason: the file is refused whole. So is one
 * of which more than half of the rows do not have the layout's form. Each batch is to be gone
 * through once, before the next.
 */
export async function* readList(
  source: AsyncIterable<Buffer>,
  layout: Layout,
  { bounds, ...options }: ReadOptions = {},
): AsyncGenerator<Iterable<ListBlock>> {
  let [rows, strange] = [0, 0];
  let firstFault: { line: number; fault: string } | null = null;
  const judge = (least: number) => {
    if (firstFault === null || rows < least || strange * 2 <= rows) return;
    const { line, fault } = firstFault;
    throw new GatewayError(
      'malformed',
      `line ${line}: \`${fault}\`: this is not a list of layout \`${layout}\`; nothing of this file was taken`,
    );
  };
  const counted = function* (batch: Iterable<ListBlock>) {
    for (const block of batch) {
      // Every row of a known block is an entry.
      rows += block.known === null ? block.rows.length : block.known.taken + block.known.restricted;
      for (const row of block.rows) {
        if (!('fault' in row) || !row.layout) continue;
        strange += 1;
        firstFault ??= row;
      }
      yield block;
    }
  };
  for await (const batch of blocksOf(boundSource(source, bounds), layout, options)) {
    yield counted(batch);
    judge(PATIENCE);
  }
  judge(1);
  if (rows === 0)
    throw new GatewayError('malformed', 'line 1: the file holds no rows; the list is left as it is');
}

async function* blocksOf(
  chunks: AsyncIterable<Buffer>,
  layout: Layout,
  { last = null, content }: Omit<ReadOptions, 'bounds'>,
): AsyncGenerator<Iterable<ListBlock>> {
  const [start, all] = await peek(chunks);
  if (layout === 'flock' && /^\s*[[{]/.test(start.subarray(0, 1024).toString('latin1').replace('ï»¿', ''))) {
    for await (const elements of readJsonElements(hashed(all, content))) {
      yield [blockOf(elements.map(({ text, line }) => jsonRow(text, line)))];
    }
    return;
  }
  const read = LINE_READERS[layout]();
  const text = readTextBlocks(all, { last, headed: HEADED.has(layout), content: content ?? null });
  for await (const batch of text) yield readBlocks(batch, read);
}

async function* hashed(chunks: AsyncIterable<Buffer>, content: Hash | undefined): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    content?.update(chunk);
    yield chunk;
  }
}

/** One by one: rows that wait together would outlive the collector's first generation. */
function* readBlocks(batch: Iterable<TextBlock>, read: LineReader): Generator<ListBlock> {
  for (const { first, lines, encoding, digest, piece, known } of batch) {
    const rows: ListRow[] = [];
    for (let i = 0; i < lines.length; i += 1) {
      const row = read(lines[i] as string, first + i);
      if (row !== null) rows.push(row);
    }
    yield { rows, lines: lines.length, encoding, digest, piece, known };
  }
}

async function peek(chunks: AsyncIterable<Buffer>): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const bytes: Buffer = first.done ? Buffer.alloc(0) : first.value;
  const all = async function* () {
    if (!first.done) yield bytes;
    for (let next = await iterator.next(); !next.done; next = await iterator.next())
      yield next.value as Buffer;
  };
  return [bytes, all()];
}

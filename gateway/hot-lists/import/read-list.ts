/** Reads a hot list of any layout: bytes in, batches of rows out, in constant memory. */
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
import { type Lines, readLines } from './read-lines.ts';

const LINE_READERS: Readonly<Record<Layout, () => LineReader>> = {
  ncic: ncicReader,
  ccic: ccicReader,
  autovu: autovuReader,
  flock: delimitedReader,
  csv: delimitedReader,
  ndjson: () => (text, line) => (text.trim() === '' ? null : jsonRow(text, line)),
};

export interface ReadOptions {
  readonly bounds?: SourceBounds;
  /** Is updated with the unpacked bytes: two lists that differ give another hash. */
  readonly content?: Hash;
}

/** The number of rows, all of another form, after which there is no use in reading on. */
const PATIENCE = 1_000;

/**
 * @throws GatewayError `malformed` or `too_large`, with the line and the reason: the file is refused whole. So is one
 * of which more than half of the rows do not have the layout's form. Each batch is to be gone
 * through once, before the next.
 */
export async function* readList(
  source: AsyncIterable<Buffer>,
  layout: Layout,
  { bounds, content }: ReadOptions = {},
): AsyncGenerator<Iterable<ListRow>> {
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
  const counted = function* (batch: Iterable<ListRow>) {
    for (const row of batch) {
      rows += 1;
      if ('fault' in row && row.layout) {
        strange += 1;
        firstFault ??= row;
      }
      yield row;
    }
  };
  for await (const batch of readRows(hashed(boundSource(source, bounds), content), layout)) {
    yield counted(batch);
    judge(PATIENCE);
  }
  judge(1);
  if (rows === 0)
    throw new GatewayError('malformed', 'line 1: the file holds no rows; the list is left as it is');
}

async function* hashed(chunks: AsyncIterable<Buffer>, content: Hash | undefined): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    content?.update(chunk);
    yield chunk;
  }
}

async function* readRows(chunks: AsyncIterable<Buffer>, layout: Layout): AsyncGenerator<Iterable<ListRow>> {
  const [start, all] = await peek(chunks);
  if (layout === 'flock' && /^\s*[[{]/.test(start.subarray(0, 1024).toString('latin1').replace('ï»¿', ''))) {
    for await (const elements of readJsonElements(all)) {
      yield elements.map(({ text, line }) => jsonRow(text, line));
    }
    return;
  }
  const read = LINE_READERS[layout]();
  for await (const lines of readLines(all)) yield rowsOf(lines, read);
}

/** Yields rows one by one: rows that wait together would outlive the collector's first generation. */
function* rowsOf({ first, texts }: Lines, read: LineReader): Generator<ListRow> {
  for (let i = 0; i < texts.length; i += 1) {
    const row = read(texts[i] as string, first + i);
    if (row !== null) yield row;
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

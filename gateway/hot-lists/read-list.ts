/** Reads a hot list of any layout: bytes in, batches of rows out, in constant memory. */
import { GatewayError } from '../errors.ts';
import { boundSource, type SourceBounds } from './bound-source.ts';
import { autovuReader } from './layouts/autovu.ts';
import { ccicReader } from './layouts/ccic.ts';
import { delimitedReader } from './layouts/delimited.ts';
import { jsonRow } from './layouts/json-entry.ts';
import { ncicReader } from './layouts/ncic.ts';
import { readJsonElements } from './layouts/read-json-elements.ts';
import type { LineReader, ListRow } from './list-row.ts';
import { readTextLines } from './read-text-lines.ts';

export const LAYOUTS = ['ncic', 'ccic', 'autovu', 'flock', 'csv', 'ndjson'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Layouts whose plates have 0 where the vehicle has O (NCIC; Flock's `addBatch`). */
export const ZERO_FOR_O: ReadonlySet<Layout> = new Set(['ncic', 'flock']);

const LINE_READERS: Readonly<Record<Layout, () => LineReader>> = {
  ncic: ncicReader,
  ccic: ccicReader,
  autovu: autovuReader,
  flock: () => delimitedReader(','),
  csv: () => delimitedReader(','),
  ndjson: () => (text, line) => (text.trim() === '' ? null : jsonRow(text, line)),
};

/** After so many rows, all of another form, there is no use in reading on. */
const PATIENCE = 1_000;

/**
 * @throws GatewayError `malformed` or `too_large`, with the line and the reason: the file is refused whole. So is one
 * of which more than half of the rows do not have the layout's form.
 */
export async function* readList(
  source: AsyncIterable<Buffer>,
  layout: Layout,
  bounds?: SourceBounds,
): AsyncGenerator<readonly ListRow[]> {
  const chunks = boundSource(source, bounds);
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
  for await (const batch of rowsOf(chunks, layout)) {
    for (const row of batch) {
      rows += 1;
      if (!('fault' in row) || !row.layout) continue;
      strange += 1;
      firstFault ??= row;
    }
    judge(PATIENCE);
    yield batch;
  }
  judge(1);
  if (rows === 0)
    throw new GatewayError('malformed', 'line 1: the file holds no rows; the list is left as it is');
}

async function* rowsOf(chunks: AsyncIterable<Buffer>, layout: Layout): AsyncGenerator<ListRow[]> {
  const [first, all] = await peek(chunks);
  if (layout === 'flock' && /^\s*[[{]/.test(first.subarray(0, 1024).toString('latin1').replace('ï»¿', ''))) {
    for await (const elements of readJsonElements(all))
      yield elements.map(({ text, line }) => jsonRow(text, line));
    return;
  }
  const read = LINE_READERS[layout]();
  for await (const { first: number, lines } of readTextLines(all)) {
    const rows: ListRow[] = [];
    for (let i = 0; i < lines.length; i++) {
      const row = read(lines[i] as string, number + i);
      if (row !== null) rows.push(row);
    }
    yield rows;
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

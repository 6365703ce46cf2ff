/** The records of a CSV file, each with its line; a faulty record costs its own line, not the lines after it. */
import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { GatewayError } from '../faults/errors.ts';
import type { Line } from './read-lines.ts';
import { isBlank, type RawRecord, TOO_LONG } from './read-records.ts';

/** The columns that a file may have, and those it must have. */
export interface CsvColumns {
  /** Null: any. */
  readonly all: readonly string[] | null;
  readonly required: readonly string[];
}

/** Lines parsed in one call: one call a line would cost five times as much. */
const BATCH = 256;
/** The most lines below its opening at which a quote can be closed. */
const MOST_LINES = 8;
const QUOTE = 0x22;
const LINE_FEED = Buffer.from('\n');

/**
 * Reads CSV by RFC 4180, separated by commas; the first line names the columns. An empty field is missing.
 * @throws GatewayError `malformed` when the header is not made of these columns
 */
export async function* readCsv(lines: AsyncIterable<Line>, columns: CsvColumns): AsyncGenerator<RawRecord> {
  let header: readonly string[] | undefined;
  const waiting: Line[] = [];
  for await (const line of lines) {
    if (header) {
      waiting.push(line);
      if (waiting.length >= BATCH) yield* takeRecords(waiting, header, false);
    } else if (!isBlank(line.bytes)) header = headerOf(line, columns);
  }
  if (header) yield* takeRecords(waiting, header, true);
}

/** Takes from the front what is complete; a record whose quote is open waits for further lines, if some may come. */
function* takeRecords(waiting: Line[], header: readonly string[], atEnd: boolean): Generator<RawRecord> {
  while (waiting.length > 0) {
    const open = waiting.findIndex((line) => isOpen([line]));
    const complete = waiting.splice(0, open === -1 ? waiting.length : open);
    yield* recordsOf(complete, header);
    let count = Math.min(1, waiting.length);
    while (isOpen(waiting.slice(0, count)) && count < waiting.length && count < MOST_LINES) count += 1;
    if (count < MOST_LINES && isOpen(waiting.slice(0, count)) && !atEnd) return;
    if (count > 0) yield takeSpanning(waiting, count, header);
  }
}

/** A record whose quoted field holds line ends; where these lines do not make one, the first of them is at fault. */
function takeSpanning(waiting: Line[], count: number, header: readonly string[]): RawRecord {
  const lines = waiting.slice(0, count);
  const [first] = lines as [Line];
  const source = joined(lines);
  const record = recordOf({ ...first, bytes: source, tooLong: lines.some(({ tooLong }) => tooLong) }, header);
  const good = record.fault === undefined;
  waiting.splice(0, good ? count : 1);
  if (good) return record;
  return {
    line: first.number,
    source: first.bytes,
    fault: 'a quote is opened that no line soon after closes well',
  };
}

/** Parses each line as a record: all in one call or, when one of them is at fault, each alone. */
function recordsOf(lines: readonly Line[], header: readonly string[]): RawRecord[] {
  const filled = lines.filter(({ bytes }) => !isBlank(bytes));
  const source = joined(filled);
  const records = filled.some(({ tooLong }) => tooLong) || !isUtf8(source) ? undefined : parseCsv(source);
  if (records?.length !== filled.length) return filled.map((line) => recordOf(line, header));
  return filled.map((line, i) => named(line, records[i] as string[], header));
}

function recordOf(line: Line, header: readonly string[]): RawRecord {
  const fault = (text: string) => ({ line: line.number, source: line.bytes, fault: text });
  if (line.tooLong) return fault(TOO_LONG);
  if (!isUtf8(line.bytes)) return fault('the line is not UTF-8');
  const [fields, ...more] = parseCsv(line.bytes) ?? [];
  if (!fields || more.length > 0) return fault('the quotes of the line do not match');
  return named(line, fields, header);
}

function named({ number, bytes }: Line, fields: readonly string[], header: readonly string[]): RawRecord {
  const record = { line: number, source: bytes };
  if (fields.length !== header.length) {
    return { ...record, fault: `the line has ${fields.length} columns, the header ${header.length}` };
  }
  return {
    ...record,
    value: Object.fromEntries(header.flatMap((name, i) => (fields[i] ? [[name, fields[i]]] : []))),
  };
}

function headerOf({ bytes }: Line, { all, required }: CsvColumns): string[] {
  const names = (parseCsv(bytes)?.[0] ?? []).map((name) => name.trim());
  const refuse = (what: string, found: readonly string[]) => {
    if (found.length === 0) return;
    const list = (columns: readonly string[]) => columns.map((name) => `\`${name}\``).join(', ');
    throw new GatewayError(
      'malformed',
      `the header ${what} ${list(found)}; the columns are ${list(all ?? names)}`,
    );
  };
  refuse('names the unknown columns', all === null ? [] : names.filter((name) => !all.includes(name)));
  refuse(
    'lacks the columns',
    required.filter((name) => !names.includes(name)),
  );
  refuse(
    'names columns twice:',
    names.filter((name, i) => names.indexOf(name) !== i),
  );
  return names;
}

function parseCsv(bytes: Buffer): string[][] | undefined {
  try {
    return parse(bytes, { record_delimiter: '\n', relax_column_count: true });
  } catch {
    return undefined;
  }
}

function isOpen(lines: readonly Line[]): boolean {
  let quotes = 0;
  for (const { bytes } of lines) {
    for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) quotes += 1;
  }
  return quotes % 2 === 1;
}

function joined(lines: readonly Line[]): Buffer {
  return Buffer.concat(lines.flatMap(({ bytes }, i) => (i === 0 ? [bytes] : [LINE_FEED, bytes])));
}

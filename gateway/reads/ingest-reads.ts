/** Takes a file of reads into the store, in constant memory. Faulty rows are set aside beside it, none is lost. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import pg from 'pg';
import { connectionSettings } from '../database/db.ts';
import { DELIVERED_COLUMNS, parseRead, type StoredRead, type TakingLimits } from './parse-read.ts';
import { deliveredReadSchema } from './read.schema.ts';
import { readCsv } from './read-csv.ts';
import { readLines } from './read-lines.ts';
import { createMapper, type ReadMap } from './read-map.ts';
import { type RawRecord, readNdjson } from './read-records.ts';
import { writeReads } from './write-reads.ts';

export interface IngestOrder extends TakingLimits {
  readonly ownerUrl: string;
  readonly file: string;
  /** Default: `csv` for a name that ends so, else `ndjson`. */
  readonly format?: 'ndjson' | 'csv';
  /** Absent: the file has the names of a read, and no others. */
  readonly map?: ReadMap;
  readonly onProgress?: (progress: IngestProgress) => void;
}

export interface IngestProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly taken: number;
  readonly setAside: number;
}

export interface IngestResult {
  /** Rows that are in the store now. `taken + setAside` is the number of the file's rows. */
  readonly taken: number;
  /** The number of `taken` that were there before, or stand in the file twice. */
  readonly known: number;
  readonly setAside: number;
  /** NDJSON of `{ line, reason, text }` (`base64` instead of `text` where a line is not UTF-8). */
  readonly setAsideFile: string | null;
}

const CHUNK = 5_000;

/**
 * Ingests each chunk in its own transaction: after a failure the file is ingested again, nothing doubled.
 * @throws GatewayError when a CSV header is wrong; whatever the file system or `pg` throws
 */
export async function ingestReads(order: IngestOrder): Promise<IngestResult> {
  const { size } = await stat(order.file);
  const client = new pg.Client(
    connectionSettings(order.ownerUrl, { applicationName: 'gateway-ingest', statementTimeout: 60_000 }),
  );
  // A lost connection fails the statement under way, or the next; without a listener the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  const setAsideFile = `${order.file}.set-aside.ndjson`;
  // Holds plates: for the owner only.
  const aside = await open(setAsideFile, 'w', 0o600);
  try {
    const result = await ingest(client, order, size, aside);
    return { ...result, setAsideFile: result.setAside > 0 ? setAsideFile : null };
  } finally {
    const { size: written } = await aside.stat();
    await aside.close();
    if (written === 0) await rm(setAsideFile);
    await client.end();
  }
}

async function ingest(client: pg.Client, order: IngestOrder, bytesTotal: number, aside: FileHandle) {
  const counts = { taken: 0, known: 0, setAside: 0 };
  const source = createReadStream(order.file, { highWaterMark: 256 * 1024 });
  let good: StoredRead[] = [];
  let faulty: string[] = [];
  const flush = async () => {
    if (faulty.length > 0) await aside.appendFile(faulty.join(''));
    if (good.length > 0) counts.known += good.length - (await writeReads(client, good));
    counts.taken += good.length;
    counts.setAside += faulty.length;
    [good, faulty] = [[], []];
    order.onProgress?.({ bytesRead: source.bytesRead, bytesTotal, ...counts });
  };
  const mapped = order.map === undefined ? (value: unknown) => ({ value }) : createMapper(order.map);
  for await (const record of recordsOf(source, order)) {
    const found = record.fault === undefined ? mapped(record.value) : { fault: record.fault };
    const read = 'fault' in found ? found : parseRead(found.value, order);
    if ('fault' in read) faulty.push(asideLine(record, read.fault));
    else good.push(read);
    if (good.length + faulty.length >= CHUNK) await flush();
  }
  await flush();
  return counts;
}

function recordsOf(
  source: AsyncIterable<Buffer>,
  { file, format, map }: IngestOrder,
): AsyncIterable<RawRecord> {
  const lines = readLines(source);
  if ((format ?? (/\.csv$/i.test(file) ? 'csv' : 'ndjson')) === 'ndjson') return readNdjson(lines);
  const { required } = deliveredReadSchema;
  if (map === undefined) return readCsv(lines, { all: DELIVERED_COLUMNS, required });
  // A vendor's file has columns that nobody wants, too.
  const wanted = required.map((member) => map.columns[member] ?? member);
  return readCsv(lines, { all: null, required: [...new Set([...wanted, ...Object.values(map.columns)])] });
}

function asideLine({ line, source }: RawRecord, reason: string): string {
  const row = isUtf8(source) ? { text: source.toString() } : { base64: source.toString('base64') };
  return `${JSON.stringify({ line, reason, ...row })}\n`;
}

/**
 * Hot lists: a million entries taken in, beside a raw COPY of the very same rows into the very same table; a change of
 * a thousand rows, given as a change and as the whole list again, beside reading and hashing that list and no more;
 * memory; reads matched a page.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { createLog } from '../../../gateway/audit/create-log.ts';
import { connectionSettings, connectPool } from '../../../gateway/database/db.ts';
import { startEmbeddedPostgres } from '../../../gateway/demo/embedded-postgres.ts';
import { provisionDatabases } from '../../../gateway/demo/provision-databases.ts';
import { importChanges } from '../../../gateway/hot-lists/import/import-changes.ts';
import { type ImportResult, importList } from '../../../gateway/hot-lists/import/import-list.ts';
import { measureMatch } from './hot-list/measure-match.ts';
import { writeList, writeRows } from './hot-list/write-list.ts';
import type { BenchOptions } from './support/bench.ts';

const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 1_000_000);
const CHANGED = 1_000;
/** Odd, so that the last version is another than the first. */
const VERSIONS = 5;
const LIST = { listName: 'bench', layout: 'ncic', rulesRevision: 'bench' } as const;

export async function run({ report, seconds = 2 }: BenchOptions): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-hot-list-'));
  // As root, PostgreSQL's own user has to pass through it.
  await chmod(directory, 0o711);
  const server = await startEmbeddedPostgres({ dataDir: join(directory, 'postgres'), port: 0 });
  try {
    const { gatewayOwnerUrl: url } = await provisionDatabases(server);
    const pool = connectPool(url, { applicationName: 'bench' });
    await createLog(pool, 'log.bench/alpr');
    await pool.end();
    await measureImports(url, directory, { report, seconds });
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureImports(
  url: string,
  directory: string,
  { report, seconds }: { readonly report: BenchOptions['report']; readonly seconds: number },
): Promise<void> {
  const settings = { applicationName: 'bench', statementTimeout: 0, idleInTransactionTimeout: 0 };
  const client = new pg.Client(connectionSettings(url, settings));
  await client.connect();
  const path = (name: string) => join(directory, name);
  const read = (name: string) => createReadStream(path(name), { highWaterMark: 512 * 1024 });
  const changed = Array.from({ length: CHANGED }, (_, i) => i * Math.floor(ENTRIES / CHANGED));
  const isChanged = new Set(changed);
  await writeList(path('list'), ENTRIES);
  await writeList(path('next'), ENTRIES, (i) => `STOLEN VEHICLE ${isChanged.has(i) ? 'CHANGED' : 'NCIC'}`);
  await writeRows(path('came'), changed, 'STOLEN VEHICLE LATER');
  await writeRows(path('went'), changed, 'STOLEN VEHICLE CHANGED');
  await importList(client, { ...LIST, listName: 'warm-up', source: read('came') });
  report({ series: 'match', ...(await measureMatch(client, CHANGED, seconds)) });

  const first = await timed(() => importList(client, { ...LIST, source: read('list') }));
  // In the order of the table, which is the fastest that a COPY can have.
  await client.query(
    'CREATE TABLE raw (LIKE hot_list_entry INCLUDING ALL); CREATE TABLE heap (LIKE hot_list_entry)',
  );
  const rows = `SELECT e.* FROM hot_list_entry e JOIN hot_list l ON l.id = e.list_id WHERE l.name = 'bench' ORDER BY position`;
  await pipeline(client.query(copyTo(`COPY (${rows}) TO STDOUT`)), createWriteStream(path('raw')));
  const copy = (table: string) =>
    timed(() => pipeline(read('raw'), client.query(copyFrom(`COPY ${table} FROM STDIN`))));
  const raw = await copy('raw');
  const heap = await copy('heap');
  report({ series: 'raw COPY, same table', entries: ENTRIES, seconds: raw.seconds });
  report({ series: 'raw COPY, no index and no check', entries: ENTRIES, seconds: heap.seconds });
  report({
    series: 'first import',
    entries: first.result.added,
    seconds: first.seconds,
    timesRawCopy: fourDecimals(first.seconds / raw.seconds),
    timesHeapCopy: fourDecimals(first.seconds / heap.seconds),
    peakMemoryMb: first.peakMemoryMb,
  });
  await client.query('DROP TABLE raw, heap');
  report({ series: 'match', ...(await measureMatch(client, ENTRIES, seconds)) });

  const floors: Timed<void>[] = [];
  const wholes: Timed<ImportResult>[] = [];
  for (let version = 0; version < VERSIONS; version += 1) {
    const name = version % 2 === 0 ? 'next' : 'list';
    floors.push(await timed(() => hashed(read(name))));
    wholes.push(await timed(() => importList(client, { ...LIST, source: read(name) })));
  }
  const [floor, whole] = [median(floors), median(wholes)];
  report({
    series: 'the whole list read and hashed, and no more',
    seconds: floor.seconds,
    ofFirstImport: fourDecimals(floor.seconds / first.seconds),
  });
  const change = await timed(() =>
    importChanges(client, { ...LIST, added: read('came'), removed: read('went') }),
  );
  const lines = {
    'change of rows, given as a change': change,
    'change of rows, the whole list again': whole,
  };
  for (const [series, { result, seconds, peakMemoryMb }] of Object.entries(lines)) {
    const { added, removed } = result;
    report({
      series,
      added,
      removed,
      seconds,
      ofFirstImport: fourDecimals(seconds / first.seconds),
      peakMemoryMb,
    });
  }
  // The first finds its code cold, and the database busy with what the import left behind.
  report({
    series: 'the whole list again, each version',
    seconds: wholes.map((one) => one.seconds).join(' '),
  });
  await client.end();
}

interface Timed<T> {
  readonly result: T;
  readonly seconds: number;
  readonly peakMemoryMb: number;
}

function median<T>(runs: readonly Timed<T>[]): Timed<T> {
  return runs.toSorted((one, other) => one.seconds - other.seconds)[Math.floor(runs.length / 2)] as Timed<T>;
}

async function hashed(source: AsyncIterable<Buffer>): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of source) hash.update(chunk);
  hash.digest();
}

/** With the largest resident size of this process meanwhile. */
async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 50);
  const began = performance.now();
  try {
    const result = await work();
    const seconds = fourDecimals((performance.now() - began) / 1_000);
    look();
    return { result, seconds, peakMemoryMb: Math.round(peak / 2 ** 20) };
  } finally {
    clearInterval(timer);
  }
}

function fourDecimals(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** Job: fetches a list from its source, over HTTPS if it changed (ETag), or the newest file of a watched directory. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { connectionSettings } from '../database/db.ts';
import { inTransaction } from '../database/db-transaction.ts';
import { GatewayError } from '../errors.ts';
import { callGuarded } from '../jobs/call-guarded.ts';
import { endJob, type Job } from '../jobs/outbox-store.ts';
import { findSource, postponeSource, type Source, sourceFetched } from './exchange-store.ts';
import { importList } from './import-list.ts';
import type { HotListJobDeps } from './job-deps.ts';

interface Fetched {
  readonly bytes: AsyncIterable<Buffer>;
  readonly etag: string | null;
}

const PATIENCE = 30_000;
/** A file that was written to a moment ago may still be written to, ms. */
const SETTLED = 1_000;

/** The list, the source's tag and the job's end are one transaction. @throws what the source, the rows or the database throw */
export async function fetchList(job: Job, deps: HotListJobDeps): Promise<void> {
  const { pool, rulesRevision } = deps;
  const source = await findSource(pool, job.target);
  if (source === null) return endJob(pool, job, 'refused');
  try {
    const fetched = await open(source, deps);
    if (fetched === null) {
      return await inTransaction(pool, async (trx) => {
        await sourceFetched(trx, source.id, source.etag);
        await endJob(trx, job, 'done');
      });
    }
    const { listName, layout, purpose } = source;
    const settings = {
      applicationName: 'gateway-hot-list',
      statementTimeout: 0,
      idleInTransactionTimeout: 60_000,
    };
    const client = new pg.Client(connectionSettings(deps.databaseUrl, settings));
    // A lost connection fails the statement that is under way; nobody else needs to hear of it.
    client.on('error', () => undefined);
    await client.connect();
    try {
      await importList(client, {
        listName,
        layout,
        source: fetched.bytes,
        rulesRevision,
        ...(purpose === null ? {} : { purpose }),
        andThen: async (trx) => {
          await sourceFetched(trx, source.id, fetched.etag);
          await endJob(trx, job, 'done');
        },
      });
    } finally {
      await client.end().catch(() => undefined);
    }
  } catch (error) {
    if (error instanceof GatewayError && error.code !== 'unavailable') await postponeSource(pool, source.id);
    throw error;
  }
}

/** Null where nothing changed since the last time. */
function open(source: Source, deps: HotListJobDeps): Promise<Fetched | null> {
  return source.url.startsWith('file:') ? openNewest(source) : download(source, deps);
}

async function download({ url, etag }: Source, { outbound, ca }: HotListJobDeps): Promise<Fetched | null> {
  const answer = await callGuarded({
    url,
    method: 'GET',
    headers: etag === null ? {} : { 'If-None-Match': etag },
    policy: outbound,
    patience: PATIENCE,
    ...(ca === undefined ? {} : { ca }),
  });
  if (answer.statusCode === 200) return { bytes: whole(answer), etag: answer.headers.etag ?? null };
  answer.destroy();
  if (answer.statusCode === 304) return null;
  throw new GatewayError('unavailable', `the source answered ${answer.statusCode}`);
}

/** The bytes, and a fault where fewer came than were announced: a list cut short is no list. */
async function* whole(answer: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of answer) yield chunk;
  } catch (cause) {
    throw new GatewayError('unavailable', 'the source broke off in the middle', { cause });
  }
  if (!answer.complete) throw new GatewayError('unavailable', 'the source broke off in the middle');
}

/** Hidden files and unfinished uploads are left alone. */
async function openNewest({ url, etag }: Source): Promise<Fetched | null> {
  const directory = fileURLToPath(url);
  const names = (await readdir(directory)).filter(
    (name) => !name.startsWith('.') && !/\.(part|tmp|ndjson\.set-aside)$/.test(name),
  );
  const files = await Promise.all(
    names.map(async (name) => ({
      path: join(directory, name),
      name,
      info: await stat(join(directory, name)),
    })),
  );
  const settled = files.filter(({ info }) => info.isFile() && info.mtimeMs < Date.now() - SETTLED);
  const newest = settled.sort((a, b) => b.info.mtimeMs - a.info.mtimeMs)[0];
  if (newest === undefined) return null;
  const tag = `${newest.name} ${newest.info.mtimeMs} ${newest.info.size}`;
  if (tag === etag) return null;
  return { bytes: createReadStream(newest.path, { highWaterMark: 256 * 1024 }), etag: tag };
}

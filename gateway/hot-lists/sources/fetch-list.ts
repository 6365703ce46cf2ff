/**
 * Job: fetches a list from its source: over HTTPS if it changed (ETag), from a watched directory, from another gateway.
 */
import type { IncomingMessage } from 'node:http';
import type pg from 'pg';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { callGuarded } from '../../jobs/call-guarded.ts';
import { endJob, type Job, wakeJobs } from '../../jobs/outbox-store.ts';
import { connectImport, importList, ShrinkError } from '../import/import-list.ts';
import { setAsks } from '../lists/hot-lists-store.ts';
import type { HotListJobDeps } from '../lists/job-deps.ts';
import { applyPulled } from './apply-pulled.ts';
import { pullGateway } from './pull-gateway.ts';
import { findSource, postponeSource, type Source, sourceFetched } from './sources-store.ts';
import { openNewest } from './watched-directory.ts';

interface Opened {
  readonly bytes: AsyncIterable<Buffer>;
  readonly etag: string | null;
}

const PATIENCE = 30_000;

/**
 * Fetches the list; it, the source's tag and the job's end are one transaction.
 * @throws what the source, the rows or the database throw
 */
export async function fetchList(job: Job, deps: HotListJobDeps): Promise<void> {
  const { pool } = deps;
  const source = await findSource(pool, job.target);
  if (source === null) return endJob(pool, job, 'refused');
  try {
    await (source.layout === null ? pull(source, job, deps) : take(source, source.layout, job, deps));
  } catch (error) {
    // An import of files says so itself.
    if (error instanceof ShrinkError && source.layout === null)
      await setAsks(pool, source.listName, error.message);
    if (error instanceof GatewayError && error.code !== 'unavailable') await postponeSource(pool, source);
    throw error;
  }
}

async function pull(source: Source, job: Job, deps: HotListJobDeps): Promise<void> {
  const pulled = await pullGateway(source, deps);
  const { began, more, since } = pulled;
  const apply = async (trx: Transaction) => {
    if (pulled.changes.length > 0) await applyPulled(trx, source, pulled, deps.rulesRevision);
    await sourceFetched(trx, source, { etag: null, since, began, more });
    await endJob(trx, job, 'done');
    if (more) await wakeJobs(trx);
  };
  await inTransaction(deps.pool, apply, { first: ['SET LOCAL statement_timeout = 0'] });
}

async function take(
  source: Source,
  layout: NonNullable<Source['layout']>,
  job: Job,
  deps: HotListJobDeps,
): Promise<void> {
  const { pool, rulesRevision } = deps;
  const opened = await open(source, deps);
  const ended = (etag: string | null) => async (trx: pg.ClientBase) => {
    await sourceFetched(trx, source, { etag });
    await endJob(trx, job, 'done');
  };
  if (opened === null) return inTransaction(pool, ended(source.etag));
  const { agencyId, allowShrink, listName, purpose } = source;
  const client = await connectImport(deps.databaseUrl);
  try {
    await importList(client, {
      listName,
      layout,
      source: opened.bytes,
      rulesRevision,
      allowShrink,
      ...(agencyId === null ? {} : { agencyId }),
      ...(purpose === null ? {} : { purpose }),
      andThen: ended(opened.etag),
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Opens the source. Resolves to null if nothing changed since the last time. */
function open(source: Source, deps: HotListJobDeps): Promise<Opened | null> {
  const { etag, url } = source;
  const { hotListDir: root, now } = deps;
  return url.startsWith('file:') ? openNewest(url, { etag, root, now: now() }) : download(source, deps);
}

async function download({ url, etag }: Source, { outbound, ca }: HotListJobDeps): Promise<Opened | null> {
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

/** Yields the bytes; throws if fewer came than announced, since a list that was cut short must not be imported. */
async function* whole(answer: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of answer) yield chunk;
  } catch (cause) {
    throw new GatewayError('unavailable', 'the source broke off in the middle', { cause });
  }
  if (!answer.complete) throw new GatewayError('unavailable', 'the source broke off in the middle');
}

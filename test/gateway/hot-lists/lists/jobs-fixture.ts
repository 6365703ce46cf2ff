/** Jobs of hot lists on real databases, run one by one; a partner on loopback whose endpoint is set. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { endpointSecret } from '../../../../gateway/hot-lists/delivery/endpoint-secret.ts';
import { pushList } from '../../../../gateway/hot-lists/delivery/push-list.ts';
import { notifyCaution, notifyHit } from '../../../../gateway/hot-lists/hits/notify-hit.ts';
import type { HotListJobDeps } from '../../../../gateway/hot-lists/lists/job-deps.ts';
import { fetchList } from '../../../../gateway/hot-lists/sources/fetch-list.ts';
import { syncVendorList } from '../../../../gateway/hot-lists/vendor/sync-vendor-list.ts';
import { enqueueDue, findDue } from '../../../../gateway/jobs/outbox-store.ts';
import { type RunDeps, runJob } from '../../../../gateway/jobs/run-job.ts';
import { previewer } from '../../../../gateway/release/commit/preview.ts';
import { putApprovedEndpoint } from './approved-endpoint.ts';
import type { Answer } from './ask-as.ts';
import { type Exchange, log, standingQuery, startExchange } from './exchange-fixture.ts';
import { ENDPOINT_KEY, type PartnerServer, SALT, startPartner } from './partner-server.ts';

export interface Jobs {
  readonly exchange: Exchange;
  readonly partner: PartnerServer;
  readonly run: RunDeps;
  readonly deps: HotListJobDeps;
  /** Below it directories may be watched. */
  readonly hotListDir: string;
  /** Where credentials for other gateways lie. */
  readonly credentialsDir: string;
  /** Runs what is due until nothing is; failed jobs are due again at once. */
  runAll(): Promise<void>;
  /** Makes the source of the list due. */
  due(list: string): Promise<unknown>;
  jobs(kind?: string | null): Promise<JobRow[]>;
  firstDue(): Promise<string>;
  /** Enters a standing query of the partner. */
  enter(plate: string): Promise<Answer>;
  /** Plates on the list, in their order. */
  plates(list: string): Promise<string[]>;
  /** Forgets deliveries and jobs. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface JobRow {
  readonly kind: string;
  readonly status: string;
  readonly attempts: number;
  readonly fault: string | null;
}

export async function startJobs(): Promise<Jobs> {
  const exchange = await startExchange();
  const partner = await startPartner();
  const directory = await mkdtemp(join(tmpdir(), 'hot-list-jobs-'));
  const { pool, readsPool, commits, inFlight, databases, agencyId } = exchange;
  partner.secret = endpointSecret(ENDPOINT_KEY, SALT, agencyId);
  await putApprovedEndpoint(exchange.ownerPool, agencyId, partner.url);
  const deps: HotListJobDeps = {
    pool,
    readsPool,
    databaseUrl: databases.gatewayUrl,
    commit: commits.commit,
    preview: previewer(pool, exchange.deps),
    inFlight,
    retentionDays: 30,
    rulesRevision: 'test',
    outbound: { allow: ['127.0.0.0/8'] },
    hotListDir: directory,
    credentialsDir: directory,
    endpointKey: ENDPOINT_KEY,
    log,
    now: Date.now,
  };
  const work: RunDeps['work'] = {
    hit_notice: (job) => notifyHit(job, deps),
    hit_caution: (job) => notifyCaution(job, deps),
    list_push: (job) => pushList(job, deps),
    list_fetch: (job) => fetchList(job, deps),
    vendor_list: (job) => syncVendorList(job, { ...deps, vendor: null }),
    mail_notice: async () => undefined,
  };
  const run = { pool, work, worker: '00000000-0000-4000-8000-000000000001', leaseMs: 60_000, log };
  return {
    exchange,
    partner,
    run,
    deps,
    hotListDir: directory,
    credentialsDir: directory,
    runAll: () => runAll(pool, run),
    due: (list) =>
      pool.query('UPDATE list_source SET next_at = clock_timestamp() WHERE list_name = $1', [list]),
    jobs: (kind = null) => findJobs(pool, kind),
    firstDue: async () => {
      const [job] = await findDue(pool, 1);
      if (job === undefined) throw new Error('no job is due');
      return job.id;
    },
    enter: (number) =>
      exchange.call('partner', 'POST', '/v1/hot-lists/own/entries', standingQuery({ plate: { number } })),
    plates: (list) => findPlates(pool, list),
    reset: async () => {
      partner.received.length = 0;
      partner.statuses.length = 0;
      partner.onDelivery = null;
      await pool.query('DELETE FROM outbox');
    },
    close: async () => {
      partner.close();
      await exchange.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function runAll(pool: pg.Pool, run: RunDeps): Promise<void> {
  for (let rounds = 0; rounds < 50; rounds += 1) {
    await enqueueDue(pool);
    await pool.query(`UPDATE outbox SET run_at = clock_timestamp() WHERE status = 'waiting'`);
    const due = await findDue(pool, 100);
    if (due.length === 0) return;
    for (const { id } of due) await runJob(id, run);
  }
  throw new Error('jobs do not come to an end');
}

async function findJobs(pool: pg.Pool, kind: string | null): Promise<JobRow[]> {
  const { rows } = await pool.query(
    `SELECT kind, status, attempts, fault FROM outbox WHERE kind = coalesce($1, kind) ORDER BY made_at`,
    [kind],
  );
  return rows;
}

async function findPlates(pool: pg.Pool, list: string): Promise<string[]> {
  const { rows } = await pool.query(
    'SELECT plate FROM hot_list_entry e JOIN hot_list l ON l.id = e.list_id WHERE l.name = $1 ORDER BY plate',
    [list],
  );
  return rows.map(({ plate }) => plate);
}

/**
 * The life of a hit, from a source to who is told; built once for a node, and closed whole. Each step is a folder, and
 * what carries the work from one to the next is named:
 *
 * 1. Source (`sources/`): a file, a directory, an address or another gateway, fetched by a `list_fetch` job.
 * 2. Import (`import/`): the file is read by its layout and compared with the list; its changes and the list's new version
 *    are one transaction. `hot-list import` does the same without a job.
 * 3. Match (`hits/match-reads.ts`): every second each node looks through the reads that the store has taken since the
 *    last look, by their time in the store; up to where is kept with the hits (`match_state`). A vendor that keeps reads
 *    looks for the plates itself, by a hot list of the gateway's own that a `vendor_list` job keeps in step with the
 *    standing queries (`vendor/`); each of its alerts is a read that is matched.
 * 4. Hit: the row and, for who is to be told, a `hit_notice` job are one transaction.
 * 5. Delivery (`delivery/`): the notice is judged and committed as a query is, and sent to the partner's endpoint; or the
 *    partner asks (`hits/hit-routes.ts`). Changes of shared lists go to partners by `list_push` jobs.
 *
 * Jobs are rows of `outbox`, written with what they are about; a node is told by NOTIFY `outbox` and by a sweep, and runs
 * them through Redis (`../jobs/job-queue.ts`). Without Redis lists come in by command, and hits wait to be asked for.
 */
import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import { retentionStart } from '../../sharing-rules/terms/retention.ts';
import type { Notices } from '../database/notices.ts';
import { readNow } from '../database/read-now.ts';
import { lastingTrouble } from '../faults/lasting-trouble.ts';
import { repeat } from '../faults/repeat.ts';
import { routerOf } from '../http/routes/router-of.ts';
import { JobQueue } from '../jobs/job-queue.ts';
import { runJob, type Work } from '../jobs/run-job.ts';
import type { WithdrawalSide } from '../sign-in/withdrawal-side.ts';
import { type BoardDeps, boardRouter } from './board-routes.ts';
import { ENDPOINT_ROUTES } from './delivery/endpoint-routes.ts';
import { pushList } from './delivery/push-list.ts';
import { PUSH_ROUTES } from './delivery/push-routes.ts';
import { EXCHANGE_ROUTES } from './exchange-routes.ts';
import { answersInTurn, HIT_ROUTES } from './hits/hit-routes.ts';
import type { LiftDeps } from './hits/lift-caution.ts';
import { matchReads } from './hits/match-reads.ts';
import { notifyCaution, notifyHit } from './hits/notify-hit.ts';
import { purgeHits } from './hits/purge-hits.ts';
import type { RemoveDeps } from './hits/remove-standing-query.ts';
import { STANDING_QUERY_ROUTES } from './hits/standing-query-routes.ts';
import { STANDING_TODAY_ROUTES } from './hits/standing-today-routes.ts';
import { WRONG_HIT_ROUTES } from './hits/wrong-hit-routes.ts';
import type { HotListDeps } from './lists/hot-list-deps.ts';
import type { HotListJobDeps } from './lists/job-deps.ts';
import { HOT_LIST_ROUTES } from './lists/list-routes.ts';
import { fetchList } from './sources/fetch-list.ts';
import { SOURCE_ROUTES } from './sources/source-routes.ts';
import { SYNC_ROUTES } from './sources/sync-routes.ts';
import { ALERT_ROUTES } from './vendor/alert-routes.ts';
import { repeatVendorSync } from './vendor/repeat-vendor-sync.ts';
import { syncVendorList } from './vendor/sync-vendor-list.ts';
import type { VendorSide } from './vendor/vendor-side.ts';

export interface HotListOptions extends HotListJobDeps, BoardDeps {
  readonly notices: Notices;
  /** Rejects while the store of reads does not answer, which it tells by itself. */
  readonly checkReads: () => Promise<unknown>;
  /** Null if no vendor keeps reads. */
  readonly vendor: VendorSide | null;
  /** Null if jobs are off: lists come in by command, and hits wait to be asked for. */
  readonly redisUrl: string | null;
  /** Milliseconds after which anybody may take the job of a dead worker. */
  readonly leaseMs?: number;
  /** Sends a notice by mail, which the same queue hurries. */
  readonly mailNotice: Work;
  readonly reportMisuse: LiftDeps['reportMisuse'];
  readonly findReceipt: RemoveDeps['findReceipt'];
  readonly lowering: WithdrawalSide;
  readonly limitRate: HotListDeps['limitRate'];
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
}

export interface HotLists {
  readonly routes: readonly Router[];
  /** Null if jobs are off. */
  readonly jobs: JobQueue | null;
  /** True if a store of the agency's own is searched for new reads. */
  readonly looksThrough: boolean;
  readonly vendor: boolean;
  /** Checks what queries do not need, for readiness. @throws Error while jobs wait for their Redis */
  check(): Promise<void>;
  close(): Promise<void>;
}

const LEASE = 60_000;
const MATCH_EVERY = 1_000;
const PURGE_EVERY = 600_000;

const EXCHANGE = [SOURCE_ROUTES, SYNC_ROUTES, ENDPOINT_ROUTES, PUSH_ROUTES, EXCHANGE_ROUTES].flat();

/** @throws the database's error */
export async function startHotLists(options: HotListOptions): Promise<HotLists> {
  const { checkReads, pool, readsPool, notices, redisUrl, retentionDays, now, log, vendor } = options;
  const worker = randomUUID();
  const work = {
    hit_notice: (job: Parameters<typeof notifyHit>[0]) => notifyHit(job, options),
    hit_caution: (job: Parameters<typeof notifyCaution>[0]) => notifyCaution(job, options),
    list_push: (job: Parameters<typeof pushList>[0]) => pushList(job, options),
    list_fetch: (job: Parameters<typeof fetchList>[0]) => fetchList(job, options),
    vendor_list: (job: Parameters<typeof syncVendorList>[0]) => syncVendorList(job, options),
    mail_notice: options.mailNotice,
  };
  const run = (id: string) => runJob(id, { pool, work, worker, leaseMs: options.leaseMs ?? LEASE, log });
  const jobs = redisUrl === null ? null : await JobQueue.start({ redisUrl, notices, pool, run, log });
  const warn = (error: { readonly code?: unknown } | undefined) =>
    log.warn({ code: error?.code }, 'purging of hits failed; it is tried again');
  const match = async () => {
    if (readsPool !== null) await matchReads({ pool, readsPool, retentionDays, now });
  };
  const unmatched = lastingTrouble(log, {
    trouble: 'matching of reads failed; it is retried every second',
    end: 'reads are matched again',
  });
  const matching = repeat(MATCH_EVERY, () =>
    checkReads().then(
      () => match().then(unmatched.isOver, ({ code }) => unmatched.lasts({ code })),
      () => undefined,
    ),
  );
  const purging = repeat(PURGE_EVERY, () =>
    readNow(pool)
      // A node whose clock runs ahead must not erase what may still be kept.
      .then((at) =>
        purgeHits({ pool, readsPool }, new Date(retentionStart(Math.min(now(), at), retentionDays))),
      )
      .catch(warn),
  );
  const syncing = vendor === null ? null : repeatVendorSync(options, jobs === null ? run : null);
  return {
    routes: [
      routerOf(EXCHANGE, { ...options, hasVendor: vendor !== null, state: () => jobs?.state ?? 'off' }),
      routerOf(HOT_LIST_ROUTES, options),
      routerOf(STANDING_QUERY_ROUTES, options),
      routerOf(STANDING_TODAY_ROUTES, options),
      routerOf(ALERT_ROUTES, { ...options, networkId: vendor?.networkId ?? null }),
      routerOf([...HIT_ROUTES, ...WRONG_HIT_ROUTES], { ...options, inTurn: answersInTurn() }),
      boardRouter(options, () => jobs?.queue ?? null),
    ],
    jobs,
    looksThrough: readsPool !== null,
    vendor: vendor !== null,
    check: async () => {
      const trouble = jobs?.trouble ?? null;
      if (trouble !== null) throw new Error(trouble);
    },
    close: async () => {
      await Promise.all([matching.stop(), purging.stop(), syncing?.stop()]);
      await jobs?.close();
    },
  };
}

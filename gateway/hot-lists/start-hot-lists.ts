/** The hot-list side of a node: index, matching, routes, and jobs where there is a Redis. Built once, closed whole. */
import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import { retentionStart } from '../../sharing-rules/terms/retention.ts';
import type { Notices } from '../database/notices.ts';
import { lastingTrouble } from '../faults/lasting-trouble.ts';
import { repeat } from '../faults/repeat.ts';
import { JobQueue } from '../jobs/job-queue.ts';
import { runJob } from '../jobs/run-job.ts';
import type { LoweringSide } from '../sign-in/answer-lowering.ts';
import { endpointRoutes } from './delivery/handle-endpoints.ts';
import { pushList } from './delivery/push-list.ts';
import { type BoardDeps, boardRoutes } from './handle-board.ts';
import { ListFollower } from './hits/follow-lists.ts';
import { hitRoutes } from './hits/handle-hits.ts';
import { standingQueryRoutes } from './hits/handle-standing-queries.ts';
import { matchReads } from './hits/match-reads.ts';
import { notifyHit } from './hits/notify-hit.ts';
import { purgeHits } from './hits/purge-hits.ts';
import type { RemoveDeps } from './hits/remove-standing-query.ts';
import { hotListRoutes } from './lists/handle-hot-lists.ts';
import type { HotListDeps } from './lists/hot-list-deps.ts';
import type { HotListJobDeps } from './lists/job-deps.ts';
import { fetchList } from './sources/fetch-list.ts';
import { sourceRoutes } from './sources/handle-sources.ts';
import { syncRoutes } from './sources/handle-sync.ts';

export interface HotListOptions extends HotListJobDeps, BoardDeps {
  readonly notices: Notices;
  /** Rejects while the store of reads does not answer, which it tells by itself. */
  readonly checkReads: () => Promise<unknown>;
  /** Null: jobs are off; lists come in by command, hits are there to be asked for. */
  readonly redisUrl: string | null;
  /** After this a job of a dead worker is anybody's again, ms. */
  readonly leaseMs?: number;
  readonly findReceipt: RemoveDeps['findReceipt'];
  readonly lowering: LoweringSide;
  readonly limitRate: HotListDeps['limitRate'];
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
}

export interface HotLists {
  readonly routes: readonly Router[];
  readonly follower: ListFollower;
  /** Null where jobs are off. */
  readonly jobs: JobQueue | null;
  /** For readiness, as what queries do not need. @throws Error while jobs wait for their Redis */
  check(): Promise<void>;
  close(): Promise<void>;
}

const LEASE = 60_000;
const MATCH_EVERY = 1_000;
const PURGE_EVERY = 600_000;

/** @throws the database's error */
export async function startHotLists(options: HotListOptions): Promise<HotLists> {
  const { checkReads, pool, readsPool, notices, redisUrl, retentionDays, now, log } = options;
  const follower = await ListFollower.start({ notices, pool, log });
  const worker = randomUUID();
  const work = {
    hit_notice: (job: Parameters<typeof notifyHit>[0]) => notifyHit(job, options),
    list_push: (job: Parameters<typeof pushList>[0]) => pushList(job, options),
    list_fetch: (job: Parameters<typeof fetchList>[0]) => fetchList(job, options),
  };
  const run = (id: string) => runJob(id, { pool, work, worker, leaseMs: options.leaseMs ?? LEASE, log });
  const jobs = redisUrl === null ? null : await JobQueue.start({ redisUrl, notices, pool, run, log });
  const warn = (error: { readonly code?: unknown } | undefined) =>
    log.warn({ code: error?.code }, 'purging of hits failed; it is tried again');
  const match = () => matchReads({ pool, readsPool, follower, retentionDays, now });
  const unmatched = lastingTrouble(log, {
    trouble: 'matching of reads failed; it is tried again every second',
    end: 'reads are matched again',
  });
  const matching = repeat(MATCH_EVERY, () =>
    checkReads().then(
      () => match().then(unmatched.isOver, ({ code }) => unmatched.lasts({ code })),
      () => undefined,
    ),
  );
  const purging = repeat(PURGE_EVERY, () =>
    purgeHits({ pool, readsPool }, new Date(retentionStart(now(), retentionDays))).catch(warn),
  );
  const state = () => jobs?.state ?? 'off';
  return {
    routes: [
      ...[sourceRoutes, syncRoutes, endpointRoutes].map((routes) => routes({ ...options, state })),
      ...[hotListRoutes, standingQueryRoutes, hitRoutes].map((routes) => routes(options)),
      boardRoutes(options, () => jobs?.queue ?? null),
    ],
    follower,
    jobs,
    check: async () => {
      const trouble = jobs?.trouble ?? null;
      if (trouble !== null) throw new Error(trouble);
    },
    close: async () => {
      await Promise.all([matching.stop(), purging.stop()]);
      await jobs?.close();
      await follower.close();
    },
  };
}

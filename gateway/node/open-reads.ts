/** The store of reads, as a node asks it: one connection for what is shared still, a queue for queries, counts apart. */
import type { WouldReleaseDeps } from '../oversight/reviews/would-release.ts';
import { connectReadCounts, countReads } from '../reads/read-counts-store.ts';
import { connectReads } from '../reads/reads-store.ts';
import { toReadsQuery } from '../reads/to-reads-query.ts';
import { watchReads } from '../reads/watch-reads.ts';
import type { Logger } from '../settings/logger.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { Steps } from './routes/query-steps.ts';

export type OpenedReads = Awaited<ReturnType<typeof openReads>>;

export interface ReadsOptions {
  readonly steps: Steps;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** @throws as `watchReads` at its start: where the setting, or what it names, must be corrected */
export async function openReads(url: string, { log, metrics, steps }: ReadsOptions) {
  const pool = connectReads(url, { max: 3 });
  const watch = watchReads(pool, { setting: 'READS_DATABASE_URL', url }, log);
  await watch.atStart();
  const lookUps = steps.openLookUps(url, metrics.batchOf('find'));
  const countsPool = connectReadCounts(url);
  const count: WouldReleaseDeps['countReads'] = (query, most) =>
    countReads(countsPool, toReadsQuery(query, null), most);
  return {
    pool,
    lookUps,
    count,
    /** For readiness. @throws as long as no read can be looked up */
    check: watch.check,
    close: async () => {
      await lookUps.close();
      await Promise.all([pool.end(), countsPool.end()]);
    },
  };
}

/** Opens the source that queries are asked of and, if there is one, the agency's own store of reads. */
import type pg from 'pg';
import type { WouldReleaseDeps } from '../oversight/reviews/would-release.ts';
import { connectReadCounts, countReads } from '../reads/read-counts-store.ts';
import { connectReads } from '../reads/reads-store.ts';
import { FlockClient } from '../reads/sources/flock/flock-client.ts';
import { readFlockCredentials } from '../reads/sources/flock/flock-credentials.ts';
import { openFlockSource } from '../reads/sources/flock/flock-source.ts';
import { openPostgresSource } from '../reads/sources/postgres-source.ts';
import { findReadsLag } from '../reads/sources/reads-lag-store.ts';
import type { ReadsSource } from '../reads/sources/reads-source.ts';
import { toReadsQuery } from '../reads/to-reads-query.ts';
import { watchReads } from '../reads/watch-reads.ts';
import { type Config, ConfigError } from '../settings/config.ts';
import type { Logger } from '../settings/logger.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { Steps } from './routes/query-steps.ts';

/** The agency's own store, against which hot lists are matched. */
export interface ReadsStore {
  /** Null if the agency keeps none: nothing is taken in, purged or matched here. */
  readonly readsPool: pg.Pool | null;
  /** Checks and reports it. @throws while the store, or the source in its place, does not answer */
  readonly checkReads: () => Promise<void>;
}

/** A vendor to ask, and the owner's network there. */
export interface Vendor {
  readonly client: FlockClient;
  /** A separate client for hot lists: if they fail, queries are still answered. */
  readonly hotLists: FlockClient;
  readonly networkId: string;
}

export interface OpenedReads {
  readonly source: ReadsSource;
  readonly store: ReadsStore;
  /** The pools to watch, by name. */
  readonly pools: Readonly<Record<string, pg.Pool>>;
  /** The vendor whose cloud is the source; null if it is not a vendor's. */
  readonly vendor: Vendor | null;
  readonly count: WouldReleaseDeps['countReads'];
  /** Resolves to the store's lag in seconds; null if it is not a standby, or does not answer. */
  readonly lag: () => Promise<number | null>;
  close(): Promise<void>;
}

/** Milliseconds: a page of a hot list is long, and nobody waits for it. */
const HOT_LIST_PATIENCE = 15_000;

export interface ReadsOptions {
  readonly steps: Steps;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Returns milliseconds since the epoch. */
  readonly now: () => number;
}

/** @throws Error, as `watchReads` at its start, if a setting or what it names must be corrected */
export async function openReads(config: Config, options: ReadsOptions): Promise<OpenedReads> {
  const { readsDatabaseUrl: url, readsSource } = config;
  const own = url === null ? null : await openStore(url, options);
  const vendor = readsSource === 'flock' ? openFlock(config) : null;
  const { now } = options;
  const { retentionDays } = config;
  const source =
    vendor === null ? (own as OwnStore).source : openFlockSource({ ...vendor, retentionDays, now });
  if (readsSource !== 'postgres') tellOf(readsSource, own !== null, options.log);
  return {
    source,
    store: { readsPool: own?.pool ?? null, checkReads: (own?.source ?? source).check },
    pools: own === null ? {} : { reads: own.pool },
    vendor,
    lag: own?.lag ?? (async () => null),
    count: readsSource === 'postgres' && own !== null ? own.count : uncounted,
    close: async () => {
      if (source !== own?.source) await source.close();
      await own?.close();
    },
  };
}

type OwnStore = Awaited<ReturnType<typeof openStore>>;

async function openStore(url: string, { log, metrics, steps }: ReadsOptions) {
  const pool = connectReads(url, { max: 3 });
  const watch = watchReads(pool, { setting: 'READS_DATABASE_URL', url }, log);
  await watch.atStart();
  const lookUps = steps.openLookUps(url, metrics.batchOf('find'));
  const countsPool = connectReadCounts(url);
  const count: WouldReleaseDeps['countReads'] = (query, most) =>
    countReads(countsPool, toReadsQuery(query, null), most);
  const source = openPostgresSource({ pool, lookUps, check: watch.check });
  return {
    ...{ pool, count, source },
    lag: () => findReadsLag(pool).catch(() => null),
    close: async () => {
      await source.close();
      await Promise.all([pool.end(), countsPool.end()]);
    },
  };
}

/** @throws ConfigError for a file that cannot be used */
function openFlock({ flockCredentialsFile, flockNetworkId, flockUrl }: Config): Vendor {
  if (flockUrl === null || flockNetworkId === null || flockCredentialsFile === null) {
    throw new Error('the settings of the source were not read whole');
  }
  try {
    const credentials = readFlockCredentials(flockCredentialsFile);
    return {
      client: new FlockClient({ url: flockUrl, credentials }),
      hotLists: new FlockClient({ url: flockUrl, credentials, patience: HOT_LIST_PATIENCE }),
      networkId: flockNetworkId,
    };
  } catch (error) {
    throw new ConfigError([(error as Error).message]);
  }
}

/** Refuses to count: a vendor is asked only for what is released, and a reviewer can decide without it. */
const uncounted: WouldReleaseDeps['countReads'] = () =>
  Promise.reject(new Error('this source is not asked how many reads it has'));

function tellOf(source: string, hasStore: boolean, log: Logger): void {
  const without = hasStore
    ? 'hot lists are matched against the reads of READS_DATABASE_URL, and against its alerts'
    : 'hot lists are matched against its alerts alone, and there are no reads to take in or to purge';
  log.warn(
    { source },
    `queries are answered by READS_SOURCE=${source}, which is asked for whole plates; ${without}`,
  );
}

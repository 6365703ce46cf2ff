/** The whole hot-list side of a node, as it is wired: routes, index, matching and, with a Redis, jobs. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import pino from 'pino';
import { Registry } from 'prom-client';
import { receiptFinder } from '../../../../gateway/audit/find-receipt.ts';
import { FollowedLog } from '../../../../gateway/audit/follow/followed-log.ts';
import { Notices } from '../../../../gateway/database/notices.ts';
import { watchHotLists } from '../../../../gateway/hot-lists/hot-list-metrics.ts';
import {
  type HotListOptions,
  type HotLists,
  startHotLists,
} from '../../../../gateway/hot-lists/start-hot-lists.ts';
import { ALERTS_PATH } from '../../../../gateway/hot-lists/vendor/alert-routes.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import { HEALTH_ROUTES } from '../../../../gateway/node/routes/health-routes.ts';
import { checkReads, connectReads } from '../../../../gateway/reads/reads-store.ts';
import { FlockClient } from '../../../../gateway/reads/sources/flock/flock-client.ts';
import { previewer } from '../../../../gateway/release/commit/preview.ts';
import type { SignInDeps } from '../../../../gateway/sign-in/require-administrator.ts';
import type { FlockSimulator } from '../../../flock-simulator/start-flock-simulator.ts';
import { serveApp } from '../../../setup/serve-app.ts';
import type { Served } from '../../../setup/serve-on-loopback.ts';
import { hasRedis, startTestRedis, type TestRedis } from '../../../setup/test-redis.ts';
import { type Answer, type Ask, askAs, callAs } from './ask-as.ts';
import { type Exchange, startExchange } from './exchange-fixture.ts';
import { ENDPOINT_KEY, type PartnerServer, startPartner } from './partner-server.ts';
import { signIn } from './sign-in-as.ts';

export interface HotListNode {
  readonly exchange: Exchange;
  readonly partner: PartnerServer;
  readonly redis: TestRedis | null;
  readonly hotLists: HotLists;
  readonly metrics: Registry;
  readonly url: string;
  readonly hotListDir: string;
  /** Everything that was written to the diagnostics. */
  diagnostics(): string;
  readonly request: Ask<string>;
  call(...asked: Parameters<Ask<string>>): Promise<Answer>;
  close(): Promise<void>;
}

/** Says loudly where Redis is missing; the caller skips. */
export function sayWithoutRedis(): void {
  if (hasRedis) return;
  process.stderr.write(
    'redis-server is not installed: tests of jobs are skipped (apt-get install redis-server)\n',
  );
}

export interface NodeOptions {
  readonly jobs: boolean;
  /** A vendor that keeps the reads; without it they are in the store. */
  readonly vendor?: FlockSimulator;
}

export async function startHotListNode({ jobs, vendor }: NodeOptions): Promise<HotListNode> {
  const exchange = await startExchange();
  const partner = await startPartner();
  const redis = jobs ? await startTestRedis() : null;
  const hotListDir = await mkdtemp(join(tmpdir(), 'hot-list-node-'));
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => void lines.push(line) });
  const { pool, databases } = exchange;
  const readsPool = connectReads(databases.readsUrl);
  const notices = await Notices.open(databases.gatewayUrl);
  const hotLists = await startHotLists({
    ...optionsFor(exchange, hotListDir),
    ...{ notices, log },
    ...(vendor === undefined
      ? storeSide(readsPool)
      : vendorSide(vendor, () => `${served.url}${ALERTS_PATH}`)),
    redisUrl: redis?.url ?? null,
  });
  const metrics = new Registry();
  watchHotLists(metrics, { pool, hotLists, now: Date.now });
  const served: Served = await serveApp({
    log,
    publicRoutes: [
      routerOf(HEALTH_ROUTES, {
        checks: { log: () => pool.query('SELECT size FROM log_checkpoint LIMIT 1') },
        lesserChecks: { jobs: hotLists.check },
        readsSource: 'postgres',
        commitsAre: () => 'alone',
      }),
    ],
    apiRoutes: hotLists.routes,
  });
  const request = askAs(served.url);
  return {
    exchange,
    partner,
    redis,
    hotLists,
    metrics,
    url: served.url,
    hotListDir,
    diagnostics: () => lines.join(''),
    request,
    call: (...asked) => callAs(request, asked),
    close: async () => {
      served.close();
      await hotLists.close();
      await notices.close();
      await readsPool.end();
      await redis?.close();
      partner.close();
      await exchange.close();
      await rm(hotListDir, { recursive: true });
    },
  };
}

function storeSide(readsPool: pg.Pool) {
  return {
    vendor: null,
    readsPool,
    checkReads: () => checkReads(readsPool),
  };
}

/** @param alertsUrl of the node, which listens only once it has been built */
function vendorSide({ credentials, networkId, url }: FlockSimulator, alertsUrl: () => string) {
  const client = new FlockClient({ url, credentials });
  return {
    vendor: {
      ...{ client, networkId, listName: 'Sharing gateway CO0010300' },
      get alertsUrl() {
        return alertsUrl();
      },
    },
    readsPool: null,
    checkReads: () => client.check(),
  };
}

function optionsFor(
  { administrators, agencyId, commits, databases, deps, inFlight, pool }: Exchange,
  directory: string,
): Omit<HotListOptions, 'checkReads' | 'log' | 'notices' | 'readsPool' | 'redisUrl' | 'vendor'> {
  const signInHere: SignInDeps['signIn'] = (request, scope) =>
    signIn(request, scope, { pool, agencyId, administrators });
  return {
    ...{ pool, inFlight, retentionDays: 30, rulesRevision: 'test', now: Date.now },
    databaseUrl: databases.gatewayUrl,
    mailNotice: async () => undefined,
    reportMisuse: async () => undefined,
    commit: commits.commit,
    preview: previewer(pool, deps),
    outbound: { allow: ['127.0.0.0/8'] },
    hotListDir: directory,
    credentialsDir: directory,
    endpointKey: ENDPOINT_KEY,
    publicUrl: 'https://gateway.test',
    findReceipt: receiptFinder(pool, deps.signer, new FollowedLog({ db: pool })),
    signIn: signInHere,
    secondFactor: 'off',
    lowering: {
      pool,
      draining: pool,
      signIn: signInHere,
      signInAhead: () => Promise.reject(new Error('not here')),
      secondFactor: 'off',
    },
    limitRate: async () => undefined,
  };
}

/** The whole hot-list side of a node, as it is wired: routes, index, matching and, with a Redis, jobs. */

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { Registry } from 'prom-client';
import { receiptFinder } from '../../../../gateway/audit/find-receipt.ts';
import { FollowedLog } from '../../../../gateway/audit/followed-log.ts';
import { Notices } from '../../../../gateway/database/notices.ts';
import { watchHotLists } from '../../../../gateway/hot-lists/hot-list-metrics.ts';
import { type HotLists, startHotLists } from '../../../../gateway/hot-lists/start-hot-lists.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import { createApp } from '../../../../gateway/node/routes/app.ts';
import { HEALTH_ROUTES } from '../../../../gateway/node/routes/health-routes.ts';
import { checkReads, connectReads } from '../../../../gateway/reads/reads-store.ts';
import { foreseer } from '../../../../gateway/release/commit/foresee.ts';
import type { SignInDeps } from '../../../../gateway/sign-in/require-administrator.ts';
import { checkAnswer } from '../../../setup/check-answer.ts';
import { hasRedis, startTestRedis, type TestRedis } from '../../../setup/test-redis.ts';
import { type Answer, type Exchange, startExchange } from './exchange-fixture.ts';
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
  request(
    who: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  call(...asked: Parameters<HotListNode['request']>): Promise<Answer>;
  close(): Promise<void>;
}

/** Says loudly where Redis is missing; the caller skips. */
export function sayWithoutRedis(): void {
  if (hasRedis) return;
  process.stderr.write(
    'redis-server is not installed: tests of jobs are skipped (apt-get install redis-server)\n',
  );
}

export async function startHotListNode({ jobs }: { readonly jobs: boolean }): Promise<HotListNode> {
  const exchange = await startExchange();
  const partner = await startPartner();
  const redis = jobs ? await startTestRedis() : null;
  const hotListDir = await mkdtemp(join(tmpdir(), 'hot-list-node-'));
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => void lines.push(line) });
  const { pool, databases, commits, inFlight, agencyId, administrators } = exchange;
  const readsPool = connectReads(databases.readsUrl);
  const notices = await Notices.open(databases.gatewayUrl);
  const signInHere: SignInDeps['signIn'] = (request, scope) =>
    signIn(request, scope, { pool, agencyId, administrators });
  const hotLists = await startHotLists({
    pool,
    readsPool,
    checkReads: () => checkReads(readsPool),
    notices,
    databaseUrl: databases.gatewayUrl,
    redisUrl: redis?.url ?? null,
    commit: commits.commit,
    foresee: foreseer(pool, exchange.deps),
    inFlight,
    retentionDays: 30,
    rulesRevision: 'test',
    outbound: { allow: ['127.0.0.0/8'] },
    hotListDir,
    credentialsDir: hotListDir,
    endpointKey: ENDPOINT_KEY,
    publicUrl: 'https://gateway.test',
    findReceipt: receiptFinder(pool, exchange.deps.signer, new FollowedLog({ db: pool })),
    now: Date.now,
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
    log,
  });
  const metrics = new Registry();
  watchHotLists(metrics, { pool, hotLists, now: Date.now });
  const app = createApp({
    isTrustedProxy: () => false,
    log,
    publicRoutes: [
      routerOf(HEALTH_ROUTES, {
        checks: { log: () => pool.query('SELECT size FROM log_checkpoint LIMIT 1') },
        lesserChecks: { jobs: hotLists.check },
      }),
    ],
    apiRoutes: hotLists.routes,
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request: HotListNode['request'] = (who, method, path, body, headers = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        ...(who === null ? {} : { Authorization: who }),
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    exchange,
    partner,
    redis,
    hotLists,
    metrics,
    url,
    hotListDir,
    diagnostics: () => lines.join(''),
    request,
    call: async (...asked) => {
      const response = await request(...asked);
      const answer = { status: response.status, body: JSON.parse(await response.text()) };
      checkAnswer(asked[1], asked[2], { ...answer, headers: response.headers });
      return answer;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
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

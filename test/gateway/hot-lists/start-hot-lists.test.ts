import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { createApp } from '../../../gateway/app.ts';
import { receiptFinder } from '../../../gateway/audit/find-receipt.ts';
import { watchHotLists } from '../../../gateway/hot-lists/hot-list-metrics.ts';
import { type HotLists, startHotLists } from '../../../gateway/hot-lists/start-hot-lists.ts';
import { healthRoutes } from '../../../gateway/http/health.ts';
import { connectReads } from '../../../gateway/reads/reads-store.ts';
import { hasRedis, startTestRedis, type TestRedis } from '../../setup/test-redis.ts';
import { type Exchange, log, signIn, standingQuery, startExchange } from './exchange-fixture.ts';
import { ENDPOINT_KEY, type PartnerServer, startPartner } from './partner-server.ts';

let exchange: Exchange;
let partner: PartnerServer;
let redis: TestRedis;
let hotLists: HotLists;
let server: Server;
let readsPool: ReturnType<typeof connectReads>;
const registry = new Registry();

if (!hasRedis) {
  process.stderr.write(
    'redis-server is not installed: tests of jobs are skipped (apt-get install redis-server)\n',
  );
}

(hasRedis ? describe : describe.skip)(
  'the hot-list side of a node (skipped where redis-server is not installed)',
  () => {
    beforeAll(async () => {
      exchange = await startExchange();
      partner = await startPartner();
      redis = await startTestRedis();
      const { pool, databases, commits, inFlight, agencyId, personId } = exchange;
      readsPool = connectReads(databases.readsUrl);
      hotLists = await startHotLists({
        pool,
        readsPool,
        databaseUrl: databases.gatewayUrl,
        redisUrl: redis.url,
        commit: commits.commit,
        inFlight,
        retentionDays: 30,
        rulesRevision: 'test',
        outbound: { allow: ['127.0.0.0/8'] },
        hotListDir: null,
        credentialsDir: '/nonexistent',
        endpointKey: ENDPOINT_KEY,
        findReceipt: receiptFinder(pool, exchange.deps.signer),
        now: Date.now,
        signIn: (request, scope) => signIn(request, scope, agencyId, personId),
        log,
      });
      watchHotLists(registry, { pool, hotLists, now: Date.now });
      const app = createApp({
        trustedProxies: 0,
        log: { error: () => undefined },
        publicRoutes: [healthRoutes({ log: () => pool.query('SELECT 1') }, { jobs: hotLists.check })],
        apiRoutes: hotLists.routes,
      });
      server = createServer(app).listen(0, '127.0.0.1');
      await once(server, 'listening');
    });

    afterAll(async () => {
      server.closeAllConnections();
      server.close();
      await hotLists.close();
      await readsPool.end();
      partner.close();
      await exchange.close();
    });

    async function call(who: string | null, method: string, path: string, body?: unknown) {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
      const response = await fetch(url, {
        method,
        headers: { ...(who === null ? {} : { Authorization: who }), 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: JSON.parse(await response.text()) };
    }

    async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
      for (let i = 0; i < 200; i += 1) {
        if (await holds()) return true;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return false;
    }

    test('an administrator sets a source, and the list comes in by itself', async () => {
      partner.serve = (_, response) => response.writeHead(200).end('plate,type\nZZL1,Stolen Vehicle\n');
      const source = {
        list: 'county',
        layout: 'csv',
        url: `${partner.url}/`,
        everySeconds: 3600,
        purpose: 'stolen_vehicle',
      };
      expect((await call('partner', 'POST', '/v1/hot-lists/sources', source)).status).toBe(403);
      expect(
        (await call('admin', 'POST', '/v1/hot-lists/sources', { ...source, url: 'https://10.0.0.1/' }))
          .status,
      ).toBe(422);
      expect(
        (await call('admin', 'POST', '/v1/hot-lists/sources', { ...source, purpose: 'parking' })).status,
      ).toBe(422);
      expect((await call('admin', 'POST', '/v1/hot-lists/sources', source)).status).toBe(201);
      const came = () =>
        call('admin', 'GET', '/v1/hot-lists').then(({ body }) => body.hotLists[0]?.entries === 1);
      expect(await eventually(came)).toBe(true);
    });

    test('an administrator sets an endpoint and a push; the partner gets the list signed by the secret it was shown', async () => {
      const { body: lists } = await call('admin', 'GET', '/v1/hot-lists');
      const { id } = lists.hotLists[0];
      const endpoint = await call('admin', 'POST', '/v1/agencies/CO0010000/endpoint', { url: partner.url });
      expect(endpoint.body.secret).toMatch(/^whsec_/);
      partner.secret = endpoint.body.secret;
      expect(
        (await call('admin', 'POST', `/v1/hot-lists/${id}/pushes`, { partner: 'CO0010000' })).status,
      ).toBe(201);
      expect(await eventually(async () => partner.received.length === 1)).toBe(true);
      expect(partner.received[0]?.body.data.entries).toMatchObject([{ op: 'add', plate: 'ZZL1' }]);
    });

    test('an ordered sync is done at once, and one for a list without a source is not there', async () => {
      const { body: lists } = await call('admin', 'GET', '/v1/hot-lists');
      const { id } = lists.hotLists[0];
      partner.serve = (_, response) => response.writeHead(200).end('plate,type\nZZL1,Stolen\nZZL2,Stolen\n');
      expect((await call('admin', 'POST', `/v1/hot-lists/${id}/sync`, {})).status).toBe(202);
      const came = () =>
        call('admin', 'GET', '/v1/hot-lists').then(({ body }) => body.hotLists[0]?.entries === 2);
      expect(await eventually(came)).toBe(true);
      const other = await exchange.list('by-hand', ['ZZL9,Stolen']);
      expect((await call('admin', 'POST', `/v1/hot-lists/${other}/sync`, {})).status).toBe(404);
    });

    test('a read of a standing query is told by itself, within seconds', async () => {
      await call(
        'partner',
        'POST',
        '/v1/hot-lists/own/entries',
        standingQuery({ plate: { number: 'ZZL5' } }),
      );
      await exchange.take('ZZL5');
      const told = async () => partner.received.some(({ body }) => body.type === 'hit.unconfirmed');
      expect(await eventually(told)).toBe(true);
    });

    test('gauges tell sizes, ages and jobs, and no plate', async () => {
      const text = await registry.metrics();
      expect(text).toMatch(/alpr_hot_list_entries\{list="[0-9a-f-]{36}"\} 2/);
      expect(text).toMatch(/alpr_jobs\{state="dead"\} 0/);
      expect(text).toContain('alpr_jobs_redis 1');
      expect(text).not.toContain('ZZ');
    });

    test('without Redis the node is ready, with its jobs named as degraded', async () => {
      expect((await call(null, 'GET', '/readyz')).body).toEqual({ status: 'ready' });
      await redis.close();
      const degraded = async () => (await call(null, 'GET', '/readyz')).body.degraded?.[0] === 'jobs';
      expect(await eventually(degraded)).toBe(true);
      expect((await call(null, 'GET', '/readyz')).status).toBe(200);
      expect((await call('admin', 'GET', '/v1/hot-lists/jobs')).body.redis).not.toBe('ready');
    });
  },
);

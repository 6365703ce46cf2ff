import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../setup/eventually.ts';
import type { TestRedis } from '../../setup/test-redis.ts';
import { hasRedis } from '../../setup/test-redis.ts';
import { standingQuery } from './lists/exchange-fixture.ts';
import { type HotListNode, sayWithoutRedis, startHotListNode } from './lists/node-fixture.ts';

let node: HotListNode;
let partner: HotListNode['partner'];
const call = (...asked: Parameters<HotListNode['call']>) => node.call(...asked);

sayWithoutRedis();

(hasRedis ? describe : describe.skip)(
  'the hot-list side of a node (skipped where redis-server is not installed)',
  () => {
    beforeAll(async () => {
      node = await startHotListNode({ jobs: true });
      partner = node.partner;
    });

    afterAll(() => node.close());

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
      await eventually(came);
    });

    test('an administrator sets an endpoint and a push, another approves; the partner gets the list signed by the secret it was shown', async () => {
      const { body: lists } = await call('admin', 'GET', '/v1/hot-lists');
      const { id } = lists.hotLists[0];
      const endpoint = await call('admin', 'POST', '/v1/agencies/CO0010000/endpoint', { url: partner.url });
      expect(endpoint.body.secret).toMatch(/^whsec_/);
      partner.secret = endpoint.body.secret;
      expect(
        (await call('admin', 'POST', `/v1/hot-lists/${id}/pushes`, { partner: 'CO0010000' })).status,
      ).toBe(201);
      const approved = await call('admin-2', 'POST', '/v1/agencies/CO0010000/endpoint/approve', {
        url: partner.url,
      });
      expect(approved.status).toBe(200);
      await eventually(async () => partner.received.length === 1);
      expect(partner.received[0]?.body.data.entries).toMatchObject([{ op: 'add', plate: 'ZZL1' }]);
    });

    test('an ordered sync is done at once, and one for a list without a source is not there', async () => {
      const { body: lists } = await call('admin', 'GET', '/v1/hot-lists');
      const { id } = lists.hotLists[0];
      partner.serve = (_, response) => response.writeHead(200).end('plate,type\nZZL1,Stolen\nZZL2,Stolen\n');
      expect((await call('admin', 'POST', `/v1/hot-lists/${id}/sync`, {})).status).toBe(202);
      const came = () =>
        call('admin', 'GET', '/v1/hot-lists').then(({ body }) => body.hotLists[0]?.entries === 2);
      await eventually(came);
      const other = await node.exchange.list('by-hand', ['ZZL9,Stolen']);
      expect((await call('admin', 'POST', `/v1/hot-lists/${other}/sync`, {})).status).toBe(404);
    });

    test('a read of a standing query is told by itself, within seconds', async () => {
      await call(
        'partner',
        'POST',
        '/v1/hot-lists/own/entries',
        standingQuery({ plate: { number: 'ZZL5' } }),
      );
      await node.exchange.take('ZZL5');
      const told = async () => partner.received.some(({ body }) => body.type === 'hit.unconfirmed');
      await eventually(told);
    });

    test('gauges tell sizes, ages and jobs, and no plate', async () => {
      const text = await node.metrics.metrics();
      expect(text).toMatch(/alpr_hot_list_entries\{list="[0-9a-f-]{36}"\} 2/);
      expect(text).toMatch(/alpr_hot_list_age_seconds\{list="[0-9a-f-]{36}"\} \d/);
      expect(text).toMatch(/alpr_match_lag_seconds \d/);
      for (const state of ['waiting', 'dead', 'lag'])
        expect(text).toMatch(new RegExp(`alpr_jobs\\{state="${state}"\\} \\d`));
      expect(text).toMatch(/alpr_jobs\{state="dead"\} 0/);
      expect(text).toContain('alpr_jobs_redis 1');
      expect(text).not.toContain('ZZ');
    });

    test('without Redis the node is ready, with its jobs named as degraded', async () => {
      const ready = { status: 'ready', readsSource: 'postgres', commits: 'alone' };
      expect((await call(null, 'GET', '/readyz')).body).toEqual(ready);
      await (node.redis as TestRedis).close();
      const degraded = async () => (await call(null, 'GET', '/readyz')).body.degraded?.[0] === 'jobs';
      await eventually(degraded);
      expect((await call(null, 'GET', '/readyz')).status).toBe(200);
      expect((await call('admin', 'GET', '/v1/hot-lists/jobs')).body.redis).not.toBe('ready');
    });

    test('where the log cannot be read the node is not ready, and that is told apart from its jobs', async () => {
      await node.exchange.ownerPool.query('REVOKE SELECT ON log_checkpoint FROM gateway_app');
      expect(await call(null, 'GET', '/readyz')).toEqual({
        status: 503,
        body: {
          ...{ status: 'not ready', readsSource: 'postgres', commits: 'alone' },
          ...{ failing: ['log'], degraded: ['jobs'] },
        },
      });
      await node.exchange.ownerPool.query('GRANT SELECT ON log_checkpoint TO gateway_app');
      expect((await call(null, 'GET', '/readyz')).status).toBe(200);
    });
  },
);

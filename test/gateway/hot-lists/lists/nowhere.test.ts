/**
 * Prohibited rows that come in by a job are nowhere afterwards: not in any table, not in Redis, not in the diagnostics.
 * Each place is searched for a row that was taken first, so that a search that finds nothing would be noticed.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../setup/eventually.ts';
import { hasRedis, type TestRedis } from '../../../setup/test-redis.ts';
import { type HotListNode, sayWithoutRedis, startHotListNode } from './node-fixture.ts';
import { ccicSample, ncicSample } from './sample-lists.ts';

sayWithoutRedis();

/** Of the Immigration Violator File, and a wanted person whose offense is one of immigration. */
const PROHIBITED = ['ZZN114', 'ZZW900'];
const TAKEN = 'ZZV100';

(hasRedis ? describe : describe.skip)(
  'samples of every record letter and every list type, fetched by jobs (skipped where redis-server is not installed)',
  () => {
    let node: HotListNode;

    beforeAll(async () => {
      node = await startHotListNode({ jobs: true });
      node.partner.serve = ({ url }, response) =>
        response.writeHead(200).end(url === '/ncic' ? ncicSample() : ccicSample());
      for (const layout of ['ncic', 'ccic']) {
        const source = { list: layout, layout, url: `${node.partner.url}/${layout}`, everySeconds: 3600 };
        expect((await node.call('admin', 'POST', '/v1/hot-lists/sources', source)).status).toBe(201);
      }
      const came = () =>
        node.call('admin', 'GET', '/v1/hot-lists').then(({ body }) => body.hotLists.length === 2);
      await eventually(came);
    });
    afterAll(() => node.close());

    test('their counts are exact', async () => {
      const { body } = await node.call('admin', 'GET', '/v1/hot-lists');
      expect(body.hotLists).toMatchObject([
        {
          name: 'ccic',
          entries: 9,
          counts: { taken: 9, setAside: 1, dropped: 0, refused: 0, restricted: 1 },
        },
        {
          name: 'ncic',
          entries: 8,
          counts: { taken: 8, setAside: 3, dropped: 2, refused: 0, restricted: 5 },
        },
      ]);
    });

    test('the samples hold the prohibited rows that are looked for', () => {
      for (const plate of [...PROHIBITED, TAKEN]) expect(ncicSample()).toContain(plate);
    });

    test('no table holds them', async () => {
      const { ownerPool } = node.exchange;
      const { rows: tables } = await ownerPool.query(
        `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
      );
      const found: string[] = [];
      for (const plate of [...PROHIBITED, TAKEN]) {
        for (const { name } of tables) {
          const { rows } = await ownerPool.query(
            `SELECT count(*) AS found FROM ${name} t WHERE strpos(t::text, $1) > 0`,
            [plate],
          );
          if (rows[0].found > 0) found.push(`${plate} in ${name}`);
        }
      }
      expect(found).toEqual([`${TAKEN} in public.hot_list_entry`]);
    });

    test('Redis and the diagnostics hold no plate at all, of whatever row', async () => {
      const redis = node.redis as TestRedis;
      // The queue was used: its keys are there.
      const dump = await redis.dump();
      expect(dump).toContain('bull:gateway-outbox:');
      expect(dump).not.toMatch(/ZZ[A-Z][0-9]{3}/);
      await node.request('admin', 'POST', '/v1/hot-lists/sources', { list: 'ZZX999' });
      await node.call('admin', 'DELETE', '/v1/agencies/CO0010000/endpoint');
      node.partner.serve = (_, response) => response.writeHead(200).end('<html>');
      const { rows } = await node.exchange.pool.query(`SELECT id FROM hot_list WHERE name = 'ncic'`);
      await node.call('admin', 'POST', `/v1/hot-lists/${rows[0].id}/sync`);
      const failed = async () => node.diagnostics().includes('a job failed for good');
      await eventually(failed);
      expect(node.diagnostics()).not.toMatch(/ZZ[A-Z][0-9]{3}/);
    });
  },
);

/** The board of the job queue: for administrators, read only, without a word of personal data. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BOARD_PATH } from '../../../../gateway/jobs/jobs-board.ts';
import { hasRedis } from '../../../setup/test-redis.ts';
import { standingQuery } from './exchange-fixture.ts';
import { type HotListNode, sayWithoutRedis, startHotListNode } from './node-fixture.ts';

sayWithoutRedis();

(hasRedis ? describe : describe.skip)(
  'the board of the queue (skipped where redis-server is not installed)',
  () => {
    let node: HotListNode;

    beforeAll(async () => {
      node = await startHotListNode({ jobs: true });
      await node.hotLists.jobs?.queue?.pause();
    });
    afterAll(() => node.close());

    const enter = (path: string) => fetch(node.url + path, { redirect: 'manual' });
    const get = (who: string | null, path = '') => node.request(who, 'GET', BOARD_PATH + path);

    test('opens for an administrator, with a page that loads nothing from elsewhere', async () => {
      const page = await get('admin');
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('id="__UI_CONFIG__"');
      const policy = page.headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(page.headers.get('X-Powered-By')).toBeNull();
      expect(page.headers.get('Cache-Control')).toBe('no-store');
    });

    test.each([
      [null, 401],
      ['partner', 403],
      ['reviewer', 403],
    ])('stays shut for %s, its files and figures too', async (who, status) => {
      for (const path of ['', '/', '/api/queues', '/api/redis/stats', '/static/favicon.ico']) {
        expect({ path, status: (await get(who, path)).status }).toEqual({ path, status });
      }
    });

    test('opens in a browser by a link that an administrator was given, with a cookie for the board alone', async () => {
      const { status, body } = await node.call('admin', 'POST', '/v1/board-passes');
      expect(status).toBe(201);
      const link = new URL(body.url);
      expect(link.origin).toBe('https://gateway.test');
      expect(Date.parse(body.expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
      const entered = await enter(link.pathname + link.search);
      expect([entered.status, entered.headers.get('Location')]).toEqual([303, BOARD_PATH]);
      expect(entered.headers.get('Referrer-Policy')).toBe('no-referrer');
      const cookie = entered.headers.get('Set-Cookie') ?? '';
      const again = await enter(link.pathname + link.search);
      expect([again.status, again.headers.get('Set-Cookie')]).toEqual([403, null]);
      for (const attribute of ['Path=/board/jobs', 'HttpOnly', 'Secure', 'SameSite=Strict', 'Expires='])
        expect(cookie).toContain(attribute);
      const browser = { Cookie: `other=1; ${cookie.split(';')[0]}` };
      for (const path of ['', '/api/queues', '/static/favicon.ico'])
        expect((await node.request(null, 'GET', BOARD_PATH + path, undefined, browser)).status).toBe(200);
      // It shows, and opens nothing else.
      expect((await node.request(null, 'PUT', `${BOARD_PATH}/api/queues/resume`, {}, browser)).status).toBe(
        403,
      );
      expect((await node.request(null, 'GET', '/v1/hot-lists/jobs', undefined, browser)).status).toBe(401);
    });

    test('stays shut for a link or a cookie that nobody was given, and for one in the place of the other', async () => {
      const { body } = await node.call('admin', 'POST', '/v1/board-passes');
      const pass = new URL(body.url).searchParams.get('pass') as string;
      const later = `${Date.now() + 3_600_000}${pass.slice(pass.indexOf('.'))}`;
      for (const one of ['', 'x', later, `1${pass}`, pass.slice(0, -1), `${pass}A`])
        expect((await enter(`${BOARD_PATH}/enter?pass=${one}`)).status).toBe(403);
      for (const one of ['', later, pass]) {
        const browser = { Cookie: `board_pass=${one}` };
        expect((await node.request(null, 'GET', BOARD_PATH, undefined, browser)).status).toBe(401);
      }
    });

    test('changes nothing, no matter who asks', async () => {
      for (const [method, path] of [
        ['PUT', '/api/queues/gateway-outbox/pause'],
        ['PUT', '/api/queues/resume'],
        ['PUT', '/api/queues/gateway-outbox/empty'],
        ['POST', '/api/queues/gateway-outbox/add'],
        ['DELETE', '/api/queues/gateway-outbox'],
      ] as const) {
        expect((await node.request('admin', method, BOARD_PATH + path, {})).status).toBe(403);
      }
      expect(await node.hotLists.jobs?.queue?.isPaused()).toBe(true);
    });

    test('shows a job as the id of its row, and no plate, officer or case', async () => {
      const { exchange } = node;
      await exchange.call('admin', 'GET', '/v1/hot-lists');
      const endpoint = '/v1/agencies/CO0010000/endpoint';
      await node.call('admin', 'POST', endpoint, { url: node.partner.url });
      await node.call('admin-2', 'POST', `${endpoint}/approve`, { url: node.partner.url });
      await node.call(
        'partner',
        'POST',
        '/v1/hot-lists/own/entries',
        standingQuery({ plate: { number: 'ZZY1' } }),
      );
      await exchange.see('ZZY1');
      await node.hotLists.jobs?.sweep();
      const { rows } = await exchange.pool.query(`SELECT id FROM outbox WHERE kind = 'hit_notice'`);
      expect(rows).toHaveLength(1);
      const shown = await (await get('admin', '/api/queues?activeQueue=gateway-outbox&status=latest')).text();
      expect(shown).toContain(rows[0].id);
      expect(shown).not.toMatch(/ZZY1|officer|CR-2026/i);
    });

    test('shuts with the next request for whoever was removed since, whether the link was used or not', async () => {
      const issue = async () => new URL((await node.call('admin', 'POST', '/v1/board-passes')).body.url);
      const [link, unused] = [await issue(), await issue()];
      const entered = await enter(link.pathname + link.search);
      const browser = { Cookie: (entered.headers.get('Set-Cookie') ?? '').split(';')[0] as string };
      const look = async () => (await node.request(null, 'GET', BOARD_PATH, undefined, browser)).status;
      expect(await look()).toBe(200);
      await node.exchange.ownerPool.query(
        `UPDATE person SET status = 'removed' WHERE id = (SELECT person_id FROM client_registration WHERE client_id = 'admin')`,
      );
      expect([await look(), (await enter(unused.pathname + unused.search)).status]).toEqual([401, 403]);
    });
  },
);

test('without jobs the board says so, to administrators only', async () => {
  const node = await startHotListNode({ jobs: false });
  try {
    expect((await node.request(null, 'GET', BOARD_PATH)).status).toBe(401);
    const answer = await node.request('admin', 'GET', BOARD_PATH);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('REDIS_URL');
    expect((await node.call('admin', 'POST', '/v1/board-passes')).status).toBe(503);
  } finally {
    await node.close();
  }
});

/** Anyone who takes away what somebody else is just taking away, or began to and gave up, waits for the same drain. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../../../setup/eventually.ts';
import { type HotListNode, startHotListNode } from './node-fixture.ts';

const PATH = '/v1/agencies/CO0010000/endpoint';

let node: HotListNode;

beforeAll(async () => {
  node = await startHotListNode({ jobs: false });
});
afterAll(() => node.close());

const admin = (method: string, path: string, body?: unknown) => node.call('admin', method, path, body);
const count = async (what: string) =>
  Number((await node.exchange.ownerPool.query(`SELECT count(*) AS found FROM ${what}`)).rows[0].found);

let renewing: NodeJS.Timeout;

/** Another node, which renews its lease and acknowledges nothing: drains wait for as long as the test wants. */
beforeEach(async () => {
  const { ownerPool } = node.exchange;
  await ownerPool.query(
    `INSERT INTO node_lease (node_id, generation, renewals, expires_at, acknowledged)
     VALUES (gen_random_uuid(), nextval('node_generation'), 0, clock_timestamp() + interval '1 hour', 0)`,
  );
  const renew = () => ownerPool.query('UPDATE node_lease SET renewals = renewals + 1');
  renewing = setInterval(() => void renew().catch(() => undefined), 100);
});
afterEach(() => clearInterval(renewing));

/** Ms; long enough for an answer that waits for nothing. */
const AT_ONCE = 500;

test.each<[string, string, () => Promise<string>]>([
  [
    'an endpoint',
    'partner_endpoint',
    async () => {
      await admin('POST', PATH, { url: 'https://adams.example/a' });
      return PATH;
    },
  ],
  [
    'a push',
    'list_push',
    async () => {
      const id = await node.exchange.list('pushed', ['ZZA1,Stolen Vehicle'], 'stolen_vehicle');
      const { body } = await admin('POST', `/v1/hot-lists/${id}/pushes`, { partner: 'CO0010000' });
      return `/v1/hot-lists/pushes/${body.id}`;
    },
  ],
])('%s that is gone is not said to be before its drain has ended', async (_, table, make) => {
  const path = await make();
  const first = admin('DELETE', path);
  await eventually(async () => (await count(table)) === 0);
  const during = await count('drain WHERE effective_at IS NULL');
  const second = admin('DELETE', path);
  expect(await Promise.race([second, pause(AT_ONCE, 'no answer')])).toBe('no answer');
  clearInterval(renewing);
  await node.exchange.ownerPool.query('DELETE FROM node_lease');
  const { status } = await second;
  const after = await count('drain WHERE effective_at IS NULL');
  expect([(await first).status, status, during, after]).toEqual([200, 404, 1, 0]);
  // With nothing to wait for, it is said at once.
  expect((await admin('DELETE', path)).status).toBe(404);
});

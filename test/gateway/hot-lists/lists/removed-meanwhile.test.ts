/** Anyone who was removed, with their client or issuer, while it waited sets nothing up, decides nothing, enters nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HEAD_LOCK_STATEMENT } from '../../../../gateway/audit/log-writer-store.ts';
import { eventually } from '../../../setup/eventually.ts';
import type { Answer } from './ask-as.ts';
import { standingQuery } from './exchange-fixture.ts';
import { type HotListNode, startHotListNode } from './node-fixture.ts';

const ENDPOINT = '/v1/agencies/CO0010000/endpoint';
const url = 'https://partner.example/';
const REMOVALS = {
  person: `UPDATE person SET status = 'removed' WHERE subject IN ('admin-1', 'reviewer')`,
  client: `UPDATE client_registration SET status = 'removed'`,
  issuer: `UPDATE identity_issuer SET status = 'removed'`,
};
/** What may not change. */
const STATE = `
  SELECT (SELECT json_agg(e) FROM partner_endpoint e) AS endpoints, (SELECT json_agg(p) FROM list_push p) AS pushes,
    (SELECT json_agg(s) FROM list_source s) AS sources, (SELECT json_agg(h.status) FROM hit h) AS hits,
    (SELECT json_agg(h.lookalike) FROM hot_list h) AS lists, (SELECT count(*)::int FROM standing_query) AS standing`;

let node: HotListNode;
let list: string;
let hit: string;

beforeAll(async () => {
  node = await startHotListNode({ jobs: false });
  const { exchange } = node;
  list = await exchange.list('stolen', ['ZZL1,stolen'], 'stolen_vehicle');
  await exchange.see('ZZL1');
  hit = (await exchange.pool.query('SELECT id FROM hit')).rows[0].id;
  const source = { list: 'county', layout: 'csv', url: 'https://lists.example/a.csv', everySeconds: 3600 };
  expect((await node.call('admin', 'POST', '/v1/hot-lists/sources', source)).status).toBe(201);
  expect((await node.call('admin-2', 'POST', ENDPOINT, { url })).status).toBe(201);
});
afterAll(() => node.close());
beforeEach(async () => {
  for (const table of ['person', 'client_registration', 'identity_issuer']) {
    await node.exchange.ownerPool.query(`UPDATE ${table} SET status = 'active'`);
  }
});

const state = async () => (await node.exchange.pool.query(STATE)).rows[0];

/** In this database: the tests of other files wait on the same server. */
const WAITING = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** Does it, and the removal once it waits for the head of the log, which somebody else holds until then. */
async function withRemoval(act: () => Promise<Answer>, removal: string): Promise<Answer> {
  const { ownerPool, pool } = node.exchange;
  const other = await ownerPool.connect();
  try {
    await other.query(`BEGIN; ${HEAD_LOCK_STATEMENT}`);
    const done = act();
    const waits = async () => (await pool.query(WAITING)).rowCount === 1;
    await Promise.race([eventually(waits), done]);
    await ownerPool.query(removal);
    await other.query('COMMIT');
    return await done;
  } finally {
    other.release();
  }
}

const SOURCE = { list: 'state', layout: 'csv', url: 'https://lists.example/b.csv', everySeconds: 3600 };
const ACTS: readonly (readonly [
  what: string,
  who: string,
  method: string,
  path: () => string,
  body: object,
])[] = [
  ['another endpoint', 'admin', 'POST', () => ENDPOINT, { url: 'https://thief.example/' }],
  ['an approval of an endpoint', 'admin', 'POST', () => `${ENDPOINT}/approve`, { url }],
  ['a push', 'admin', 'POST', () => `/v1/hot-lists/${list}/pushes`, { partner: 'CO0010000' }],
  ['a source', 'admin', 'POST', () => '/v1/hot-lists/sources', SOURCE],
  ['another matching', 'admin', 'PATCH', () => `/v1/hot-lists/${list}`, { lookalike: true }],
  ['a confirmation', 'reviewer', 'POST', () => `/v1/hits/${hit}/confirm`, {}],
];

describe.each(Object.entries(REMOVALS))('the %s being removed meanwhile', (_what, removal) => {
  test.each(ACTS)('%s comes to nothing', async (_act, who, method, path, body) => {
    const before = await state();
    const answer = await withRemoval(() => node.call(who, method, path(), body), removal);
    expect([answer.status, answer.body.detail]).toEqual([403, expect.stringContaining('you were removed')]);
    expect(await state()).toEqual(before);
  });

  test('a fetch that may shrink the list is not ordered', async () => {
    const before = await state();
    const { body } = await node.call('admin', 'GET', '/v1/hot-lists/sources');
    const order = () =>
      node.call('admin', 'POST', `/v1/hot-lists/${body.sources[0].id}/sync`, { allowShrink: true });
    expect((await withRemoval(order, removal)).status).toBe(403);
    expect(await state()).toEqual(before);
  });

  test('a standing query does not enter', async () => {
    const before = await state();
    const enter = () => node.call('partner', 'POST', '/v1/hot-lists/own/entries', standingQuery());
    const gone = removal.replace("'admin-1', 'reviewer'", "'alice'");
    expect((await withRemoval(enter, gone)).status).toBeGreaterThanOrEqual(400);
    expect((await state()).standing).toBe(before.standing);
  });
});

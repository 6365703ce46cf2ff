/** Anyone who is removed between their sign-in and its effect sets up nothing: neither where it is sent, nor what. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findEndpointRecord } from '../../../../gateway/hot-lists/delivery/endpoints-store.ts';
import { type HotListNode, startHotListNode } from './node-fixture.ts';
import { signedInBefore } from './sign-in-as.ts';

const ENDPOINT = '/v1/agencies/CO0010000/endpoint';

let node: HotListNode;

beforeAll(async () => {
  node = await startHotListNode({ jobs: false });
});
afterAll(() => node.close());

const setStatus = (status: string) =>
  node.exchange.ownerPool.query('UPDATE person SET status = $2 WHERE id = $1', [
    node.exchange.personId,
    status,
  ]);
const post = async (path: string, body: object) =>
  node.call('admin', 'POST', path, body, await signedInBefore(node.exchange.pool));
const url = async () => (await findEndpointRecord(node.exchange.pool, node.exchange.agencyId))?.url;

test('no endpoint, neither a first nor another, no push and no source', async () => {
  const list = await node.exchange.list('stolen', ['ZZL1,stolen'], 'stolen_vehicle');
  const refused = async (path: string, body: object) => {
    const answer = await post(path, body);
    expect([answer.status, answer.body.detail]).toEqual([403, expect.stringContaining('you were removed')]);
  };
  await setStatus('removed');
  await refused(ENDPOINT, { url: 'https://thief.example/' });
  expect(await url()).toBeUndefined();

  await setStatus('active');
  const set = await node.call('admin', 'POST', ENDPOINT, { url: 'https://partner.example/' });
  expect(set.status).toBe(201);
  await setStatus('removed');
  await refused(ENDPOINT, { url: 'https://thief.example/' });
  expect(await url()).toBe('https://partner.example/');
  await refused(`/v1/hot-lists/${list}/pushes`, { partner: 'CO0010000' });
  const source = { list: 'county', layout: 'csv', url: 'https://lists.example/a.csv', everySeconds: 3600 };
  await refused('/v1/hot-lists/sources', source);
  const { rows } = await node.exchange.pool.query(
    'SELECT (SELECT count(*)::int FROM list_push) AS pushes, (SELECT count(*)::int FROM list_source) AS sources',
  );
  expect(rows).toEqual([{ pushes: 0, sources: 0 }]);
});

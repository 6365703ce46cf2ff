/** A repeated Idempotency-Key says where a partner is told only while that is so. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type HotListNode, startHotListNode } from '../lists/node-fixture.ts';

const PATH = '/v1/agencies/CO0010000/endpoint';

let node: HotListNode;

beforeAll(async () => {
  node = await startHotListNode({ jobs: false });
});
afterAll(() => node.close());

const set = (url: string, key: string) =>
  node.call('admin', 'POST', PATH, { url }, { 'Idempotency-Key': key });

test('an endpoint that was moved or taken away since is not said to be set', async () => {
  const first = await set('https://adams.example/a', 'one');
  expect((await set('https://adams.example/a', 'one')).body).toEqual(first.body);
  await set('https://adams.example/b', 'two');
  expect((await set('https://adams.example/a', 'one')).status).toBe(409);
  // Another secret than the first answer told, though the address is the same.
  await set('https://adams.example/a', 'three');
  expect((await set('https://adams.example/a', 'one')).status).toBe(409);
  expect((await set('https://adams.example/a', 'three')).status).toBe(201);
  await node.call('admin', 'DELETE', PATH);
  expect((await set('https://adams.example/a', 'three')).status).toBe(409);
  expect((await node.call('admin', 'GET', '/v1/endpoints')).body.endpoints).toEqual([]);
});

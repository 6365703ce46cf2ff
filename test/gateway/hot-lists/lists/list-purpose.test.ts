/** The purpose under which a list leaves is said when it is made: no later word seems to change it, and does not. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type HotListNode, startHotListNode } from './node-fixture.ts';

let node: HotListNode;

beforeAll(async () => {
  node = await startHotListNode({ jobs: false });
});
afterAll(() => node.close());

const set = (list: string, purpose?: string) =>
  node.call('admin', 'POST', '/v1/hot-lists/sources', {
    ...{ list, layout: 'csv', url: 'https://lists.example/a.csv', everySeconds: 3600 },
    ...(purpose === undefined ? {} : { purpose }),
  });

test('a source without it, or with another, is refused for a list that partners get', async () => {
  const id = await node.exchange.list('shared', ['ZZP1,Stolen Vehicle'], 'stolen_vehicle');
  for (const purpose of [undefined, 'missing_endangered']) {
    const { status, body } = await set('shared', purpose);
    expect([status, body.detail]).toEqual([409, expect.stringContaining('leaves under `stolen_vehicle`')]);
  }
  expect((await set('shared', 'stolen_vehicle')).status).toBe(201);
  expect((await node.call('partner', 'GET', `/v1/hot-lists/${id}/entries`)).status).toBe(200);
});

test('and with one for a list that stays in the house', async () => {
  const id = await node.exchange.list('kept', ['ZZP2,Stolen Vehicle']);
  const { status, body } = await set('kept', 'stolen_vehicle');
  expect([status, body.detail]).toEqual([409, expect.stringContaining('stays with the owner')]);
  expect((await set('kept')).status).toBe(201);
  expect((await node.call('partner', 'GET', `/v1/hot-lists/${id}/entries`)).status).toBe(404);
});

test('an import under another is refused; one that says nothing changes nothing', async () => {
  const rows = ['ZZP3,Stolen Vehicle'];
  await node.exchange.list('imported', rows, 'stolen_vehicle');
  await expect(node.exchange.list('imported', rows, 'missing_endangered')).rejects.toThrow(
    'leaves under `stolen_vehicle`',
  );
  await node.exchange.list('imported', rows);
  await node.exchange.list('imported', rows, 'stolen_vehicle');
});

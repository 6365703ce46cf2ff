import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyReceipt } from '../../../../gateway/audit-verify/verify-receipt.ts';
import { type Exchange, standingQuery, startExchange } from '../lists/exchange-fixture.ts';
import { PARTNER_PEOPLE } from '../lists/sign-in-as.ts';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange();
});
afterAll(() => exchange.close());

const enter = (number: string, headers = {}) =>
  exchange.call(
    'partner',
    'POST',
    '/v1/hot-lists/own/entries',
    standingQuery({ plate: { number } }),
    headers,
  );
const remove = (entry: number | string, list = 'own') =>
  exchange.call('partner', 'DELETE', `/v1/hot-lists/${list}/entries/${entry}`);
const hits = async () => (await exchange.call('partner', 'GET', '/v1/hits')).body.hits.length as number;

async function standing(): Promise<{ queries: number; entries: number; counted: number }> {
  const { rows } = await exchange.pool.query(
    `SELECT (SELECT count(*) FROM standing_query) AS queries, count(e.position) AS entries, max(l.entries) AS counted
     FROM hot_list l LEFT JOIN hot_list_entry e ON e.list_id = l.id WHERE l.kind = 'standing'`,
  );
  return rows[0];
}

describe('a standing query that its partner takes back', () => {
  test('is gone: plate, reason and entry; the log says so, and the answer has its receipt', async () => {
    const { body: entered } = await enter('ZZT1');
    const answer = await remove(entered.entry);
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'removed', entry: entered.entry, list: entered.list, listName: entered.listName },
    });
    expect(await standing()).toEqual({ queries: 0, entries: 0, counted: 0 });
    expect((await exchange.entries()).at(-1)).toMatchObject({ kind: 'hot_list_sync', agency: 'CO0010000' });
    expect((await verifyReceipt(answer.body.receipt, exchange.deps.signer.vkey)).faults).toEqual([]);
    expect(JSON.stringify(answer.body)).not.toContain('ZZT1');
  });

  test('once more is gone already, and is no second entry of the log', async () => {
    const { body: entered } = await enter('ZZT2');
    await remove(entered.entry, entered.list);
    const before = (await exchange.entries()).length;
    expect(await remove(entered.entry)).toMatchObject({ status: 200, body: { status: 'gone' } });
    expect(await exchange.entries()).toHaveLength(before);
  });

  test('matches no read any more, and hits that it had are told no more', async () => {
    const { body: entered } = await enter('ZZT3');
    await exchange.see('ZZT3');
    expect(await hits()).toBe(1);
    await remove(entered.entry);
    expect(await hits()).toBe(0);
    expect(await exchange.see('ZZT3')).toMatchObject({ hits: 0 });
    expect((await exchange.call('reviewer', 'GET', '/v1/hits')).body.hits).toHaveLength(1);
  });

  test('that was never there, or is of another list, is not found', async () => {
    const other = await exchange.list('stolen', ['ZZT4,Stolen Vehicle'], 'stolen_vehicle');
    for (const entry of ['999999', '0', '-1', '1e3', 'x']) expect((await remove(entry)).status).toBe(404);
    const { rows } = await exchange.pool.query('SELECT position FROM hot_list_entry WHERE list_id = $1', [
      other,
    ]);
    expect((await remove(rows[0].position)).status).toBe(404);
    expect((await remove(rows[0].position, other)).status).toBe(404);
  });
});

describe('the list of standing queries', () => {
  const listed = async (who: 'partner' | 'alice' | 'bob', search = '') =>
    (await exchange.call(who, 'GET', `/v1/standing-queries${search}`)).body as {
      standingQueries: { entry: number; inForce: boolean; plate: { number: string } }[];
      before: string | null;
    };

  test('names what a system of the agency may take back, newest first, page by page', async () => {
    const [first, second] = [(await enter('ZZL1')).body.entry, (await enter('ZZL2')).body.entry];
    const { before, standingQueries } = await listed('partner', '?limit=1');
    expect(standingQueries).toMatchObject([{ entry: second, inForce: true, plate: { number: 'ZZL2' } }]);
    const older = await listed('partner', `?limit=1&before=${before}`);
    expect(older.standingQueries).toMatchObject([{ entry: first, plate: { number: 'ZZL1' } }]);
    await remove(first);
    expect((await listed('partner')).standingQueries.map(({ entry }) => entry)).not.toContain(first);
  });

  test('goes by the name and the id that its hits have, and the answer with which it was entered', async () => {
    const { body: entered } = await enter('ZZL3');
    await exchange.see('ZZL3');
    const [hit] = (await exchange.call('partner', 'GET', '/v1/hits')).body.hits;
    expect(hit).toMatchObject({ entry: entered.entry, list: entered.listName, listId: entered.list });
    expect(entered.listName).toBe('standing-CO0010000');
    expect((await listed('partner')).standingQueries).toContainEqual(
      expect.objectContaining({ entry: hit.entry, list: hit.listId, listName: hit.list }),
    );
    const owners = (await exchange.call('reviewer', 'GET', '/v1/hits')).body.hits[0];
    expect(owners).toMatchObject({ list: hit.list, listId: hit.listId });
    await remove(entered.entry);
  });

  test('shows a person what she entered herself, and nothing of a system or a colleague', async () => {
    expect((await listed('alice')).standingQueries).toEqual([]);
    expect((await listed('bob')).standingQueries).toEqual([]);
  });
});

describe('a standing query sent twice under one Idempotency-Key', () => {
  test('is entered once, and answered with its first answer', async () => {
    const before = (await standing()).queries;
    const headers = { 'Idempotency-Key': 'key-1' };
    const body = standingQuery({ plate: { number: 'ZZT5' } });
    const send = () => exchange.call('partner', 'POST', '/v1/hot-lists/own/entries', body, headers);
    const first = await send();
    const second = await send();
    expect(first.status).toBe(201);
    expect(second).toEqual(first);
    expect((await standing()).queries).toBe(before + 1);
    expect((await enter('ZZT6', headers)).status).toBe(422);
    expect((await standing()).queries).toBe(before + 1);
  });
});

describe('a standing query of a colleague', () => {
  const { onBehalfOf: _, ...own } = standingQuery({ plate: { number: 'ZZT8' } });
  const enterAs = async (who: 'alice' | 'partner') => {
    const body = who === 'alice' ? own : standingQuery({ plate: { number: 'ZZT8' } });
    const entered = await exchange.call(who, 'POST', '/v1/hot-lists/own/entries', body);
    expect(entered.status).toBe(201);
    return entered.body.entry as number;
  };
  const removeAs = async (who: 'alice' | 'bob' | 'partner', entry: number) =>
    (await exchange.call(who, 'DELETE', `/v1/hot-lists/own/entries/${entry}`)).status;

  test('is taken back by anyone who entered it, or by a system of the agency, and by no other person', async () => {
    await exchange.ownerPool.query('UPDATE agency SET roster = 10');
    const [hers, systems] = [await enterAs('alice'), await enterAs('partner')];
    const before = await standing();
    for (const entry of [hers, systems]) expect(await removeAs('bob', entry)).toBe(404);
    expect(await removeAs('alice', systems)).toBe(404);
    expect(await standing()).toEqual(before);
    expect(await removeAs('alice', hers)).toBe(200);
    expect(await removeAs('partner', systems)).toBe(200);
    expect(await removeAs('partner', await enterAs('alice'))).toBe(200);
  });

  test('nor does a person who is suspended take back anything, and she learns of no number', async () => {
    const [gone, hers] = [await enterAs('alice'), await enterAs('alice')];
    expect(await removeAs('alice', gone)).toBe(200);
    const alice = [PARTNER_PEOPLE.alice];
    await exchange.ownerPool.query(`UPDATE officer SET status = 'suspended' WHERE reference = $1`, alice);
    for (const entry of [gone, hers]) expect(await removeAs('alice', entry)).toBe(404);
    expect(await removeAs('partner', hers)).toBe(200);
  });
});

test('after a revoke a partner can still take back what waits', async () => {
  const { body: entered } = await enter('ZZT7');
  await exchange.revoke();
  expect(await remove(entered.entry)).toMatchObject({ status: 200, body: { status: 'removed' } });
});

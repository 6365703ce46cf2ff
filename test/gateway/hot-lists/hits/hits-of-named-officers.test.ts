/** An officer whom a system names may get nothing now: neither answer, count nor log tells whether a car was seen. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { PARTNER } from '../../../setup/database/sharing-fixture.ts';
import { type Exchange, standingQuery, startExchange } from '../lists/exchange-fixture.ts';

const CAP = 1_000;

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange({ limits: { officerRecordsPerDay: CAP } });
  await exchange.ownerPool.query('UPDATE agency SET roster = 10');
  for (const [id, number] of [
    ['named-1', 'ZZO1'],
    ['named-2', 'ZZO2'],
  ] as const) {
    const entry = standingQuery({ plate: { number }, onBehalfOf: { id, name: 'Officer', ori: PARTNER } });
    expect((await exchange.call('partner', 'POST', '/v1/hot-lists/own/entries', entry)).status).toBe(201);
  }
  await exchange.see('ZZO2');
  expect((await ask()).plates).toEqual(['ZZO2']);
});
afterAll(() => exchange.close());
afterEach(async () => {
  await exchange.ownerPool.query(`UPDATE officer SET status = 'active'; DELETE FROM officer_usage`);
  await exchange.pool.query(`DELETE FROM hit WHERE read LIKE '%ZZO1%'`);
});

/** Plates told, what was left of the rate limit, and what the public log then ends with. */
async function ask(search = '') {
  const before = (await exchange.entries()).length;
  const headers = { Authorization: 'partner' };
  const response = await fetch(`${exchange.url}/v1/hits${search}`, { headers });
  const { hits } = (await response.json()) as { hits?: { reads: { plate: string }[] }[] };
  const left = Number(/remaining=(\d+)/.exec(response.headers.get('RateLimit') ?? '')?.[1]);
  const logged = (await exchange.entries()).slice(before).map(({ kind, effect }) => [kind, effect]);
  return { plates: hits?.map(({ reads }) => reads[0]?.plate), status: response.status, left, logged };
}

/** The same answer, one more request counted, and the same entries, before a car passed three times and after. */
async function tellsNothing(search: string): Promise<void> {
  const [first, second] = [await ask(search), await ask(search)];
  expect(first.status).toBe(200);
  expect((await exchange.see('ZZO1', 'ZZO1', 'ZZO1')).hits).toBeGreaterThanOrEqual(3);
  const third = await ask(search);
  expect({ ...third, left: second.left - third.left }).toEqual({ ...first, left: first.left - second.left });
}

const suspend = () =>
  exchange.ownerPool.query(`UPDATE officer SET status = 'suspended' WHERE reference = 'named-1'`);
const use = (records: number) =>
  exchange.ownerPool.query(
    `INSERT INTO officer_usage (officer_id, day, records, releases)
     SELECT id, (now() AT TIME ZONE 'UTC')::date, $1, 1 FROM officer WHERE reference = 'named-1'`,
    [records],
  );

test.each(['', '?limit=1'])(
  'a suspended officer’s hits are not there, nor in the way (`%s`)',
  async (search) => {
    await suspend();
    await tellsNothing(search);
    expect((await ask(search)).plates).toEqual(['ZZO2']);
  },
);

test('nor are those of one whose day is used up', async () => {
  await use(CAP);
  await tellsNothing('');
});

test('of three hits, of which one fits in what is left of the day, one is told, counted and logged', async () => {
  await use(CAP - 1);
  await exchange.see('ZZO1', 'ZZO1', 'ZZO1');
  const before = await ask('?limit=1');
  await exchange.ownerPool.query('DELETE FROM officer_usage');
  await use(CAP - 1);
  const answer = await ask();
  expect(answer.plates?.sort()).toEqual(['ZZO1', 'ZZO2']);
  expect(before.left - answer.left).toBe(2);
  expect(answer.logged.filter(([kind]) => kind === 'hit_notice')).toEqual([
    ['hit_notice', 'permit'],
    ['hit_notice', 'permit'],
  ]);
});

test('without all this an officer’s hits are told', async () => {
  await exchange.see('ZZO1');
  expect((await ask()).plates).toContain('ZZO1');
});

/** Who may have no hit is refused before any is looked for: whether there is one is told neither by answer nor by count. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Exchange, standingQuery, startExchange } from '../lists/exchange-fixture.ts';
import { PARTNER_PEOPLE } from '../lists/sign-in-as.ts';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange();
  await exchange.ownerPool.query('UPDATE agency SET roster = 10');
  for (const number of ['ZZB1', 'ZZB2', 'ZZB3']) {
    const { status } = await exchange.call(
      ...(['partner', 'POST', '/v1/hot-lists/own/entries', standingQuery({ plate: { number } })] as const),
    );
    expect(status).toBe(201);
  }
  await exchange.see('ZZB1', 'ZZB2', 'ZZB3');
});
afterAll(() => exchange.close());

/** Status, codes and what is left of the rate limit, of one that finds three hits, and of one that finds none. */
async function asked(who: 'partner' | 'bob') {
  const answers = [];
  for (const since of [Date.now() - 86_400_000, Date.now() + 60_000]) {
    const path = `/v1/hits?since=${new Date(since).toISOString()}`;
    const response = await fetch(`${exchange.url}${path}`, { headers: { Authorization: who } });
    const { hits, reasons = [] } = (await response.json()) as {
      hits?: unknown[];
      reasons?: { code: string; detail?: string }[];
    };
    const left = Number(/remaining=(\d+)/.exec(response.headers.get('RateLimit') ?? '')?.[1]);
    answers.push({
      status: response.status,
      hits: hits?.length ?? null,
      reasons: reasons.map(({ code }) => code),
      left,
    });
  }
  return answers;
}

/** How many requests the first of two answers was counted as, from what the second had left. */
const countedAsOne = ([first, second]: Awaited<ReturnType<typeof asked>>) =>
  (first?.left as number) - (second?.left as number) === 1;

describe('a person', () => {
  test('who may have hits gets them, and is counted by them', async () => {
    expect((await asked('bob')).map(({ hits }) => hits)).toEqual([3, 0]);
  });

  test('who is suspended gets one answer, with hits and without', async () => {
    await exchange.ownerPool.query(`UPDATE officer SET status = 'suspended' WHERE reference = $1`, [
      PARTNER_PEOPLE.bob,
    ]);
    const answers = await asked('bob');
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 403, hits: null, reasons: ['subject_suspended'] });
    }
    expect(countedAsOne(answers)).toBe(true);
  });

  test('who is suspended is not told of lists either', async () => {
    await exchange.list('stolen', ['ZZL1,stolen_vehicle'], 'stolen_vehicle');
    const { status, body } = await exchange.call('bob', 'GET', '/v1/hot-lists');
    expect([status, body.hotLists]).toEqual([403, undefined]);
    expect((await exchange.call('alice', 'GET', '/v1/hot-lists')).status).toBe(200);
  });
});

test('a system whose agency has used up its day gets one answer, with hits and without', async () => {
  await exchange.ownerPool.query('UPDATE sharing_grant SET daily_records = 3');
  const answers = await asked('partner');
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 403, hits: null, reasons: ['quota_exceeded'] });
  }
  expect(countedAsOne(answers)).toBe(true);
});

test('a standing query enters all the same: nothing leaves now', async () => {
  const entered = standingQuery({ plate: { number: 'ZZB4' } });
  expect((await exchange.call('partner', 'POST', '/v1/hot-lists/own/entries', entered)).status).toBe(201);
});

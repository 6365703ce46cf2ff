/** One request for hits is many decisions: it counts as many, and leaves room for the queries of others. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { boundByAgency } from '../../../../gateway/hot-lists/hits/bound-by-agency.ts';
import { eventually } from '../../../setup/eventually.ts';
import { type Exchange, standingQuery, startExchange } from '../lists/exchange-fixture.ts';

/** Requests of one client in a minute. */
const PER_MINUTE = 100;
const HITS = 20;

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange({ perMinute: PER_MINUTE });
  const entry = standingQuery({ plate: { number: 'ZZH1' } });
  expect((await exchange.call('partner', 'POST', '/v1/hot-lists/own/entries', entry)).status).toBe(201);
  await exchange.see(...Array.from({ length: HITS }, () => 'ZZH1'));
});
afterAll(() => exchange.close());

/** Once, as it is answered. */
async function ask(who: string, search = '') {
  const headers = { Authorization: who };
  const response = await fetch(`${exchange.url}/v1/hits${search}`, {
    headers,
    signal: AbortSignal.timeout(15_000),
  });
  const { status } = response;
  const body = JSON.parse(await response.text());
  const remaining = Number(/remaining=(\d+)/.exec(response.headers.get('RateLimit') ?? '')?.[1]);
  return { status, body, remaining, retryAfter: Number(response.headers.get('Retry-After')) };
}

const judged = async () => (await exchange.entries()).filter(({ kind }) => kind === 'hit_notice').length;

describe('a request for hits', () => {
  test('is judged a few at a time, so that what others ask shares the batch', async () => {
    const before = exchange.batches.length;
    const { body } = await ask('bob');
    expect(body.hits).toHaveLength(HITS);
    const sizes = exchange.batches.slice(before);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(8);
    // The right first, then each hit.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1 + HITS);
  });

  test('of which two of an agency are under way already is refused at once, to be asked again', async () => {
    const keeper = await exchange.ownerPool.connect();
    await keeper.query('BEGIN');
    await keeper.query('LOCK TABLE hit');
    const two = [ask('bob', '?limit=1'), ask('bob', '?limit=1')];
    await eventually(() => exchange.inFlight.size === two.length);
    const third = await ask('bob', '?limit=1').catch(() => 'no answer');
    await keeper.query('ROLLBACK');
    keeper.release();
    expect(third).toMatchObject({ status: 429, retryAfter: 1 });
    expect((await Promise.all(two)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask('bob', '?limit=1')).status).toBe(200);
  });

  test('counts one for each hit, and where the minute has too few left nothing is judged', async () => {
    let { remaining } = await ask('partner', '?limit=1');
    while (remaining >= HITS) {
      const answer = await ask('partner');
      expect(answer).toMatchObject({ status: 200, remaining: remaining - HITS });
      ({ remaining } = answer);
    }
    const before = await judged();
    const refused = await ask('partner');
    expect(refused.status).toBe(429);
    expect(refused.retryAfter).toBeGreaterThan(0);
    expect(refused.retryAfter).toBeLessThanOrEqual(60);
    expect(await judged()).toBe(before);
    // Another client of the same agency has a limit of its own.
    expect((await ask('alice', '?limit=1')).status).toBe(200);
  });

  test('that finds nothing new counts as one, however many hits there were: so it may poll', async () => {
    const since = `?since=${new Date().toISOString()}`;
    const { remaining } = await ask('bob', since);
    const again = await ask('bob', since);
    expect(again).toMatchObject({ status: 200, body: { hits: [] }, remaining: remaining - 1 });
  });
});

describe('what is bounded by agency', () => {
  test('takes no other agency’s turn, and gives its own back also where it failed', async () => {
    const inTurn = boundByAgency(1);
    let end: ((said: string) => void) | undefined;
    const first = inTurn(
      1,
      () =>
        new Promise<string>((resolve) => {
          end = resolve;
        }),
    );
    await expect(inTurn(1, async () => 'second')).rejects.toMatchObject({ status: 429 });
    expect(await inTurn(2, async () => 'another')).toBe('another');
    end?.('first');
    expect(await first).toBe('first');
    await expect(inTurn(1, () => Promise.reject(new Error('fault')))).rejects.toThrow('fault');
    expect(await inTurn(1, async () => 'third')).toBe('third');
  });
});

/** Entering a standing query is asking: it is remembered and counted as a query for reads is. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Exchange, standingQuery, startExchange } from '../lists/exchange-fixture.ts';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange();
}, 60_000);
afterAll(async () => {
  await exchange?.close();
});

const enter = (body: object) => exchange.call('partner', 'POST', '/v1/hot-lists/own/entries', body);
const codes = (body: { reasons?: { code: string }[] }) => (body.reasons ?? []).map(({ code }) => code);

describe('a standing query', () => {
  test('in other words than those that were just refused is not entered', async () => {
    const entry = standingQuery() as { purpose: object };
    const prohibited = { ...entry.purpose, justification: 'stolen vehicle, ICE detainer' };
    expect((await enter({ ...entry, purpose: prohibited })).status).toBe(403);
    const again = await enter({ ...entry, purpose: { ...entry.purpose, caseNumber: 'CR-2026-0199' } });
    expect([again.status, codes(again.body)]).toEqual([403, ['narrative_reworded']]);
    expect(again.body.detail).toMatch(
      /^a person would have to read this query first, since a query for this plate was refused .*; a standing query does not wait for that: ask by `POST \/v1\/queries`/,
    );
  });

  test('counts among the queries of its officer for the day', async () => {
    const onBehalfOf = { id: 'officer-2', name: 'Officer Two', ori: 'CO0010000' };
    const plate = { number: 'ZZT7777' };
    const count = async () =>
      (await exchange.ownerPool.query('SELECT coalesce(max(releases), 0) AS most FROM query_count')).rows[0]
        .most;
    const before = Number(await count());
    const purpose = { ...(standingQuery() as { purpose: object }).purpose, caseNumber: 'CR-2026-0200' };
    expect((await enter(standingQuery({ onBehalfOf, plate, purpose }))).status).toBe(201);
    expect(Number(await count())).toBe(before + 1);
  });

  test('repeated under its Idempotency-Key is not said to be permitted once its officer is suspended', async () => {
    const onBehalfOf = { id: 'officer-3', name: 'Officer Three', ori: 'CO0010000' };
    const purpose = { ...(standingQuery() as { purpose: object }).purpose, caseNumber: 'CR-2026-0201' };
    const entry = standingQuery({ onBehalfOf, plate: { number: 'ZZT8888' }, purpose });
    const again = () =>
      exchange.call('partner', 'POST', '/v1/hot-lists/own/entries', entry, {
        'Idempotency-Key': 'suspended',
      });
    const first = await again();
    expect(first.status).toBe(201);
    expect(await again()).toEqual(first);
    const set = (status: string) =>
      exchange.ownerPool.query(`UPDATE officer SET status = $1 WHERE reference = 'officer-3'`, [status]);
    await set('suspended');
    const late = await again();
    expect([late.status, late.body.decision]).toEqual([409, undefined]);
    await set('active');
    expect(await again()).toEqual(first);
  });
});

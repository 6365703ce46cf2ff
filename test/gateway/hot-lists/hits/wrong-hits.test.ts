/** Wrong hits: who may say so, what each later hit carries, who is told, and how it is undone. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endCautions } from '../../../../gateway/hot-lists/hits/wrong-hits-store.ts';
import { type Exchange, standingQuery, startExchange } from '../lists/exchange-fixture.ts';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange();
});
afterAll(() => exchange.close());

interface Hit {
  readonly hitId: string;
  readonly list: string;
  readonly status: string;
  readonly caution?: { readonly is: string; readonly status: string };
  readonly reads: readonly { readonly plate: string }[];
  readonly otherVehicle?: { readonly listed: string; readonly seen: string };
  readonly reports?: readonly { readonly officer: string; readonly inThirtyDays: number }[];
}

/** All that the owner is shown of the plate, however many pages it takes. */
async function hitsOf(plate: string): Promise<Hit[]> {
  const found: Hit[] = [];
  let after = '';
  for (;;) {
    const { body } = await exchange.call('reviewer', 'GET', `/v1/hits?limit=50${after}`);
    found.push(...body.hits.filter((hit: Hit) => hit.reads[0]?.plate === plate));
    if (body.next === null) return found;
    after = `&after=${body.next}`;
  }
}
/** Matching looks back over two seconds: what was read before then does not match what comes now. */
async function later(): Promise<void> {
  await pause(2_500);
  await exchange.see();
}
const newest = async (plate: string) => ((await hitsOf(plate))[0] as Hit).hitId;
const say = (who: Parameters<Exchange['call']>[0], id: string, body: object) =>
  exchange.call(who, 'POST', `/v1/hits/${id}/wrong`, body);
const enter = (number: string) =>
  exchange.call(
    'partner',
    'POST',
    '/v1/hot-lists/own/entries',
    standingQuery({ plate: { number, state: 'CO' }, purpose: purposeOf(number) }),
  );
const purposeOf = (plate: string) => ({
  code: 'stolen_vehicle',
  caseNumber: `CR-2026-${plate}`,
  justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street',
});

describe('a hit that a reviewer finds to be wrong', () => {
  const many = Array.from({ length: 100 }, () => 'ZZW1');

  test('is dismissed at once, and the log says by whom', async () => {
    await exchange.list('wanted', ['ZZW1,Felony vehicle']);
    await exchange.see('ZZW1');
    const { status, body } = await say('reviewer', await newest('ZZW1'), {
      is: 'other_vehicle',
      note: 'a truck',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'dismissed', caution: { is: 'other_vehicle', status: 'wrong' } });
    const entries = await exchange.entries();
    expect(entries.slice(-2)).toMatchObject([{ kind: 'hit_decided' }, { kind: 'hit_wrong', agency: null }]);
    expect(body.index).toBe(entries.length - 1);
  });

  test('once more changes nothing', async () => {
    const before = (await exchange.entries()).length;
    const [first] = (await hitsOf('ZZW1')).filter(({ status }) => status === 'dismissed');
    expect((await say('reviewer', first?.hitId ?? '', { is: 'other_vehicle' })).status).toBe(200);
    expect((await exchange.entries()).slice(before).map(({ kind }) => kind)).not.toContain('hit_wrong');
  });

  test('100 later reads give 100 hits, each with the caution', async () => {
    expect(await exchange.see(...many)).toMatchObject({ hits: 100 });
    const hits = (await hitsOf('ZZW1')).filter(({ status }) => status === 'unconfirmed');
    expect(hits).toHaveLength(100);
    expect(hits.filter(({ caution }) => caution?.is === 'other_vehicle')).toHaveLength(100);
  });

  test('a list that is sent again in another order, and with other entries, does not rid the entry of it', async () => {
    await later();
    await exchange.list('wanted', ['ZZY1,Stolen Vehicle', 'ZZY2,Stolen Vehicle', 'ZZW1,Felony vehicle']);
    await endCautions(exchange.pool);
    await exchange.see('ZZW1');
    expect((await hitsOf('ZZW1'))[0]?.caution).toMatchObject({ is: 'other_vehicle', status: 'wrong' });
  });

  test('a new entry of the same plate is held back by nothing, and has no caution', async () => {
    await later();
    await exchange.list('later', ['ZZW1,Stolen Vehicle']);
    expect(await exchange.see('ZZW1')).toMatchObject({ hits: 2 });
    const hits = (await hitsOf('ZZW1')).filter(({ list }) => list === 'later');
    expect(hits).toHaveLength(1);
    expect(hits[0]).not.toHaveProperty('caution');
    await exchange.list('later', ['ZZZ9,Stolen Vehicle']);
  });

  test('after the entry changed, none of 100 hits has the caution, and the plate is not kept', async () => {
    await later();
    await exchange.list('wanted', ['ZZW1,Stolen Plate']);
    expect(await exchange.see(...many)).toMatchObject({ hits: 100 });
    expect((await hitsOf('ZZW1')).filter(({ caution }) => caution !== undefined)).toEqual([]);
    await endCautions(exchange.pool);
    const { rows } = await exchange.pool.query(
      'SELECT plate, note, ended_at IS NULL AS "inForce" FROM wrong_hit',
    );
    expect(rows).toEqual([{ plate: null, note: null, inForce: false }]);
  });

  test.each([
    [{ is: 'unlucky' }, 'is'],
    [{ is: 'entry_wrong', note: 'x'.repeat(301) }, 'note'],
    [{}, 'is'],
  ])('bad input is named: %j', async (body, member) => {
    const answer = await say('reviewer', await newest('ZZW1'), body);
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toContain(member);
  });
});

describe('a hit whose vehicle is of another kind than its entry names', () => {
  test('says so beside the hit, and no other does', async () => {
    await exchange.list('bikes', ['ZZB1,Stolen motorcycle', 'ZZB2,Stolen motorcycle']);
    await exchange.see('ZZB1', 'ZZB2');
    await exchange.ownerPool.query(
      `UPDATE hit SET read = jsonb_set(read::jsonb, '{vehicle,bodyStyle}', '"sedan"')::text WHERE read LIKE '%"ZZB1"%'`,
    );
    const told = [...(await hitsOf('ZZB1')), ...(await hitsOf('ZZB2'))].map(
      ({ otherVehicle }) => otherVehicle,
    );
    expect(told).toEqual([{ listed: 'motorcycle', seen: 'car' }, undefined]);
  });
});

describe('a hit that an officer reports as wrong', () => {
  const mine = async () => (await exchange.call('partner', 'GET', '/v1/hits')).body.hits as readonly Hit[];

  test('carries the caution of a report, and the officer is named to the reviewer', async () => {
    await enter('ZZR1');
    await exchange.see('ZZR1');
    const [hit] = await mine();
    const path = `/v1/hits/${hit?.hitId}/wrong`;
    const once = { 'Idempotency-Key': 'report-1' };
    const { status, body } = await exchange.call('partner', 'POST', path, { is: 'entry_wrong' }, once);
    const repeated = await exchange.call('partner', 'POST', path, { is: 'entry_wrong' }, once);
    expect(repeated.body).toEqual(body);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'reported_wrong', caution: { status: 'reported_wrong' } });
    await exchange.see('ZZR1');
    expect((await mine()).map(({ caution }) => caution?.status)).toEqual([
      'reported_wrong',
      'reported_wrong',
    ]);
    const [told] = await hitsOf('ZZR1');
    expect(told?.reports).toMatchObject([{ officer: 'officer-1', agency: 'CO0010000', inThirtyDays: 1 }]);
    const index = (await say('partner', hit?.hitId ?? '', { is: 'entry_wrong' })).body.index;
    expect(index).toBe(body.index);
  });

  test('is not theirs to report to whom it was not told', async () => {
    await exchange.list('house', ['ZZR9,Stolen Vehicle']);
    await exchange.see('ZZR9');
    expect((await say('partner', await newest('ZZR9'), { is: 'entry_wrong' })).status).toBe(404);
    expect((await say('admin', await newest('ZZR9'), { is: 'entry_wrong' })).status).toBe(403);
  });

  test('a sixth report of an officer in a day is refused, with when to come again', async () => {
    await exchange.see('ZZR1', 'ZZR1', 'ZZR1', 'ZZR1', 'ZZR1');
    const open = (await mine()).map(({ hitId }) => hitId);
    const statuses: number[] = [];
    for (const id of open) statuses.push((await say('partner', id, { is: 'entry_wrong' })).status);
    // One of them was reported before, and is answered as then.
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(open.length - 5);
    const { rows } = await exchange.pool.query(
      'SELECT count(*) AS said FROM wrong_hit WHERE agency_id IS NOT NULL',
    );
    expect(rows[0].said).toBe(5);
  });
});

describe('a right hit that a friend reported as wrong', () => {
  const lift = (who: 'admin' | 'reviewer' | 'partner', id: string) =>
    exchange.call(who, 'POST', `/v1/hits/${id}/wrong/lift`, { reason: 'dispatch confirmed the entry' });

  test('is right again when two persons say so, and the Chief learns who reported it, and how often', async () => {
    const id = await newest('ZZR1');
    expect((await lift('partner', id)).status).toBe(403);
    expect(await lift('admin', id)).toMatchObject({ status: 202, body: { status: 'proposed' } });
    expect(await lift('admin', id)).toMatchObject({ status: 202 });
    expect((await hitsOf('ZZR1')).every(({ caution }) => caution?.status === 'reported_wrong')).toBe(true);
    expect(await lift('reviewer', id)).toMatchObject({ status: 200, body: { status: 'lifted' } });
    expect((await hitsOf('ZZR1')).filter(({ caution }) => caution !== undefined)).toEqual([]);
    const { rows } = await exchange.pool.query(
      `SELECT m.kind, o.reference, m.summary, cardinality(m.entries) AS entries FROM misuse_report m
       JOIN officer o ON o.id = m.officer_id`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ kind: 'wrong_hit_unfounded', reference: 'officer-1', entries: 5 });
    expect(rows[0].summary).toContain('5 hits in 30 days');
    expect((await lift('admin', id)).status).toBe(409);
  });
});

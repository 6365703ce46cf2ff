import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Exchange, standingQuery, startExchange } from './exchange-fixture.ts';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange();
});

afterAll(() => exchange.close());

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const codes = (body: { reasons: { code: string }[] }) => body.reasons.map(({ code }) => code);

describe('a partner takes over a hot list', () => {
  let id: string;

  beforeAll(async () => {
    id = await exchange.list(
      'stolen',
      ['ZZA1,Stolen Vehicle', 'ZZA2,Stolen Vehicle', 'ZZA3,Gang member'],
      'stolen_vehicle',
    );
    await exchange.list('house', ['ZZH1,Stolen Vehicle']);
  });

  test('it sees the lists that it could get, not those that stay in the house', async () => {
    const { status, body } = await exchange.call('partner', 'GET', '/v1/hot-lists');
    expect(status).toBe(200);
    expect(body.hotLists).toMatchObject([{ id, name: 'stolen', entries: 2, purpose: 'stolen_vehicle' }]);
    const owner = await exchange.call('admin', 'GET', '/v1/hot-lists');
    expect(owner.body.hotLists).toHaveLength(2);
    expect((await exchange.call(null, 'GET', '/v1/hot-lists')).status).toBe(401);
  });

  test('entries leave as a release: decided, in the log under the grant, hashed as sent, restricted ones never', async () => {
    const { status, body } = await exchange.call('partner', 'GET', `/v1/hot-lists/${id}/entries`);
    expect(status).toBe(200);
    expect(body.entries.map(({ plate }: { plate: string }) => plate).sort()).toEqual(['ZZA1', 'ZZA2']);
    expect(JSON.stringify(body)).not.toContain('ZZA3');
    expect(JSON.parse(body.receipt.asker.detail)).toMatchObject({
      records: 2,
      readsHash: sha256(JSON.stringify(body.entries)),
    });
    expect((await exchange.entries()).at(-1)).toMatchObject({
      kind: 'hot_list_sync',
      effect: 'permit',
      agency: 'CO0010000',
      grant: exchange.grantId,
    });
  });

  test('since the last position only what changed comes: additions, and removals without their plate', async () => {
    const first = await exchange.call('partner', 'GET', `/v1/hot-lists/${id}/entries`);
    await exchange.list('stolen', ['ZZA2,Stolen Vehicle', 'ZZA4,Stolen Vehicle'], 'stolen_vehicle');
    const { body } = await exchange.call(
      'partner',
      'GET',
      `/v1/hot-lists/${id}/entries?since=${first.body.next}`,
    );
    const gone = first.body.entries.find(({ plate }: { plate: string }) => plate === 'ZZA1');
    expect(body.entries).toContainEqual({ op: 'remove', entry: gone.entry });
    expect(body.entries).toContainEqual(expect.objectContaining({ op: 'add', plate: 'ZZA4' }));
    expect(body.entries).toHaveLength(2);
    const nothing = await exchange.call('partner', 'GET', `/v1/hot-lists/${id}/entries?since=${body.next}`);
    expect(nothing.body).toMatchObject({ entries: [], next: body.next, more: false });
  });

  test('a long list comes in pages, none lost and none twice', async () => {
    const rows = Array.from({ length: 450 }, (_, i) => `ZZP${1000 + i},Stolen Vehicle`);
    const long = await exchange.list('long', rows, 'stolen_vehicle');
    const plates: string[] = [];
    let [since, more] = ['0', true];
    while (more) {
      const { body } = await exchange.call('partner', 'GET', `/v1/hot-lists/${long}/entries?since=${since}`);
      expect(body.entries.length).toBeLessThanOrEqual(200);
      plates.push(...body.entries.map(({ plate }: { plate: string }) => plate));
      [since, more] = [body.next, body.more];
    }
    expect(new Set(plates).size).toBe(450);
    expect(plates).toHaveLength(450);
  });

  test('a list without a purpose is not there for a partner', async () => {
    const { rows } = await exchange.pool.query(`SELECT id FROM hot_list WHERE name = 'house'`);
    expect((await exchange.call('partner', 'GET', `/v1/hot-lists/${rows[0].id}/entries`)).status).toBe(404);
  });
});

describe("a partner's standing query", () => {
  const enter = (changes = {}) =>
    exchange.call('partner', 'POST', '/v1/hot-lists/own/entries', standingQuery(changes));

  test('is judged when it enters: with a prohibited purpose or narrative it does not enter', async () => {
    const prohibited = await enter({
      // A plate and a case of its own: what comes after a prohibited purpose is held, too.
      plate: { number: 'ZZP1234' },
      purpose: { code: 'immigration_civil', caseNumber: 'CR-2026-0144' },
    });
    expect(prohibited.status).toBe(403);
    expect(codes(prohibited.body)).toContain('purpose_prohibited');
    const narrative = await enter({
      // A plate and a case of its own: what comes after such words is held as reworded.
      plate: { number: 'ZZN1234' },
      purpose: {
        code: 'stolen_vehicle',
        caseNumber: 'CR-2026-0143',
        justification: 'exchange of a hot list for ICE detainer',
      },
    });
    expect(codes(narrative.body)).toContain('narrative_immigration');
    const { rows } = await exchange.pool.query('SELECT count(*) AS entered FROM standing_query');
    expect(rows[0].entered).toBe(0);
  });

  test.each([
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ expiresAt: '2099-01-01T00:00:00Z' }, 'expiresAt'],
    [{ plate: { number: '*' } }, 'plate.number'],
    [{ citizenship: 'x' }, 'unknown field'],
    [{ purpose: { code: 'exigent_life_safety', supervisor: 'Sgt. One' } }, 'ask `POST /v1/queries` now'],
  ])('is refused as malformed: %j', async (changes, words) => {
    const { status, body } = await enter(changes);
    expect(status).toBe(422);
    expect(body.detail).toContain(words);
  });

  test('a read of its plate gives one hit, unconfirmed, told to its agency with read and receipt', async () => {
    expect((await enter()).status).toBe(201);
    expect(await exchange.see('ZZT1234', 'ZZT9999')).toMatchObject({ hits: 1 });
    expect(await exchange.see()).toMatchObject({ hits: 0 });
    const { status, body } = await exchange.call('partner', 'GET', '/v1/hits');
    expect(status).toBe(200);
    expect(body.hits).toHaveLength(1);
    const [hit] = body.hits;
    expect(hit).toMatchObject({ status: 'unconfirmed', verify: false, reads: [{ plate: 'ZZT1234' }] });
    expect(JSON.parse(hit.receipt.asker.detail)).toMatchObject({
      purpose: { code: 'stolen_vehicle', caseNumber: 'CR-2026-0142' },
      officer: { id: 'officer-1' },
      readsHash: sha256(JSON.stringify(hit.reads)),
    });
    expect((await exchange.entries()).at(-1)).toMatchObject({ kind: 'hit_notice', effect: 'permit' });
  });

  test('a person confirms a hit once, and that is in the log', async () => {
    const { body } = await exchange.call('reviewer', 'GET', '/v1/hits');
    const path = `/v1/hits/${body.hits[0].hitId}`;
    expect((await exchange.call('reviewer', 'POST', `${path}/confirm`)).body).toMatchObject({
      status: 'confirmed',
    });
    expect((await exchange.call('reviewer', 'POST', `${path}/dismiss`)).status).toBe(409);
    expect((await exchange.entries()).at(-1)).toMatchObject({ kind: 'hit_decided', agency: null });
  });

  test('a hit on a list of the owner stays in the house', async () => {
    await exchange.list('alarm', ['ZZO1,Felony vehicle'], 'stolen_vehicle');
    expect(await exchange.see('ZZO1')).toMatchObject({ hits: 1 });
    const { body } = await exchange.call('partner', 'GET', '/v1/hits');
    expect(JSON.stringify(body)).not.toContain('ZZO1');
    expect(JSON.stringify((await exchange.call('reviewer', 'GET', '/v1/hits')).body)).toContain('ZZO1');
  });

  test('a hit that has grown older than the retention limit is not told', async () => {
    await exchange.ownerPool.query(`UPDATE hit SET captured_at = now() - interval '31 days'`);
    expect((await exchange.call('partner', 'GET', '/v1/hits')).body.hits).toEqual([]);
  });

  test('an expired entry gives no hit', async () => {
    await exchange.list('short', ['ZZE1,Stolen,2020-01-01', 'ZZE2,Stolen,2099-01-01'], 'stolen_vehicle');
    expect(await exchange.see('ZZE2')).toMatchObject({ hits: 1 });
    expect(await exchange.see('ZZE1')).toMatchObject({ hits: 0 });
  });
});

describe('after a revoke', () => {
  test('nothing leaves: no list, no entries, no hits, no new standing query; and the log says so', async () => {
    const { rows } = await exchange.pool.query(`SELECT id FROM hot_list WHERE name = 'stolen'`);
    await exchange.call(
      'partner',
      'POST',
      '/v1/hot-lists/own/entries',
      standingQuery({ plate: { number: 'ZZR1' } }),
    );
    await exchange.revoke();
    const before = (await exchange.entries()).length;
    await exchange.see('ZZR1');
    for (const [method, path, body] of [
      ['GET', '/v1/hot-lists', undefined],
      ['GET', `/v1/hot-lists/${rows[0].id}/entries`, undefined],
      ['POST', '/v1/hot-lists/own/entries', standingQuery()],
      ['GET', '/v1/hits', undefined],
    ] as const) {
      const answer = await exchange.call('partner', method, path, body);
      expect({ path, status: answer.status, codes: codes(answer.body) }).toMatchObject({
        status: 403,
        codes: expect.arrayContaining(['grant_revoked']),
      });
    }
    const later = (await exchange.entries()).slice(before);
    expect(later.length).toBeGreaterThanOrEqual(4);
    expect(later.filter(({ kind, effect }) => kind !== 'dry_run' && effect === 'permit')).toEqual([]);
  });
});

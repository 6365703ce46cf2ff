/** A gateway whose reads are in the vendor's cloud: what it asks, what the log says of it, and what alone may leave. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyAnswer } from '../../../gateway/audit-verify/verify-receipt.ts';
import { hashQuery } from '../../../gateway/release/facts/hash-query.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import type { GivenRead } from '../../flock-simulator/simulated-read.ts';
import { type FlockFixture, startFlockGateway } from './flock-fixture.ts';

const MINUTE = 60_000;

let gateway: FlockFixture;
let mark = 0;

beforeAll(async () => {
  gateway = await startFlockGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  gateway.simulator.behave();
  mark = (await gateway.entries()).length;
});

const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE);
const give = (plate: string, minutes: readonly number[], changes: Partial<GivenRead> = {}) =>
  gateway.simulator.addReads(minutes.map((one) => ({ plate, capturedAt: ago(one), ...changes })));
let plates = 0;
const newPlate = () => {
  plates += 1;
  return `NEW${1_000 + plates}`;
};
const questions = (plate: string) => gateway.simulator.questions().filter((one) => one.plate === plate);

describe('a query', () => {
  test("is answered with the vendor's reads, under a receipt that verifies", async () => {
    const [older, newer] = give('FLK1000', [30, 20]);
    const answer = await gateway.ask('FLK1000', { plate: { number: 'FLK1000', state: 'CO' } });
    expect(answer.status).toBe(200);
    expect(answer.body.reads?.map(({ readId }) => readId)).toEqual([newer?.id, older?.id]);
    expect(answer.body.reads?.[0]).toMatchObject({
      ...{ plate: 'FLK1000', plateState: 'CO', confidence: 0.94, direction: null },
      camera: { name: 'Camera 1, Dahlia Street', lat: 39.8083, lon: -104.9339 },
    });
    const checked = await verifyAnswer(answer.body, gateway.node.logKey);
    expect([checked.ok, checked.faults]).toEqual([true, []]);
  });

  test('is decided first: its intent stands in the log before the vendor hears of it, and tells the same story', async () => {
    give('FLK1001', [10]);
    const { body } = await gateway.ask('FLK1001');
    const [asked, released] = (await gateway.entries(mark)).filter(({ kind }) => kind !== 'subject_enrolled');
    expect([asked?.kind, released?.kind]).toEqual(['source_asked', 'release']);
    const told = `stolen_vehicle, case CR-2026-0142, CO0010000, release ${body.releaseId}`;
    expect(asked?.owner).toMatchObject({
      source: 'flock',
      agency: 'CO0010000',
      releaseId: body.releaseId,
      told,
    });
    const input = released?.owner.input as { readonly query: Query };
    expect(asked?.owner.queryHash).toBe(hashQuery(input.query));
    expect([asked?.releaseId, released?.releaseId]).toEqual([body.releaseId, body.releaseId]);
    const [question] = questions('FLK1001');
    expect([question?.reason, question?.caseNumber]).toEqual([told, 'CR-2026-0142']);
    expect(JSON.stringify(question)).not.toMatch(/driveway|officer/i);
  });

  test('tells the vendor a case number that is one, and no words in its place', async () => {
    give('FLK1003', [10]);
    const purpose = { code: 'stolen_vehicle', caseNumber: 'JOHN-SMITH-EX-WIFE' };
    await gateway.ask('FLK1003', {
      purpose: { ...purpose, justification: 'sedan stolen from a driveway overnight' },
    });
    const [question] = questions('FLK1003');
    expect(question).toBeDefined();
    expect(JSON.stringify(question)).not.toContain('JOHN');
  });

  test('that the rules refuse is never asked', async () => {
    const refused = await gateway.ask('FLK1002', {
      purpose: { code: 'immigration_civil', caseNumber: 'CR-2026-0143' },
    });
    expect([refused.status, questions('FLK1002')]).toEqual([403, []]);
    expect((await gateway.entries(mark)).map(({ kind }) => kind)).not.toContain('source_asked');
  });

  test.each([
    ['part of a plate', { plate: { number: 'FLK10', match: 'partial' } }, 'partial_plate'],
    ['plates that look alike', { plate: { number: 'FLK1003', match: 'lookalike' } }, 'lookalike'],
    ['a state that the vendor has no word for', { plate: { number: 'FLK1003', state: 'AB' } }, 'plate_state'],
    [
      'everyone who passed',
      { plate: undefined, area: { cameras: ['C1'] }, from: ago(30).toISOString() },
      'area',
    ],
  ])('for %s is refused with a reason, and never asked', async (_, changes, detail) => {
    const before = gateway.simulator.questions().length;
    const { body, status } = await gateway.ask('FLK1003', changes);
    expect(status).toBe(403);
    expect(body.reasons).toContainEqual(expect.objectContaining({ code: 'search_not_supported', detail }));
    expect(gateway.simulator.questions().length).toBe(before);
  });

  test('is answered page by page, each one asked and logged for itself, none left out and none twice', async () => {
    const minutes = Array.from({ length: 130 }, (_, i) => 10 + Math.floor(i / 3));
    const given = give('FLK1004', minutes);
    const got: string[] = [];
    let { body } = await gateway.ask('FLK1004', { limit: 60 });
    for (;;) {
      got.push(...(body.reads ?? []).map(({ readId }) => readId));
      if (!body.next) break;
      const next = await gateway.adams.request('POST', `/v1/queries/${body.releaseId}/next`, {
        cursor: body.next,
      });
      body = next.body as typeof body;
    }
    expect(got.toSorted()).toEqual(given.map(({ id }) => id).toSorted());
    const kinds = (await gateway.entries(mark)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'source_asked').length).toBe(3);
    expect(questions('FLK1004').length).toBe(3);
  });

  test('is found by its officer and agency with what was asked for it, the first of an officer too', async () => {
    give('FLK1006', [12]);
    const onBehalfOf = { id: 'officer-4711', name: 'Officer New', ori: 'CO0010000' };
    expect((await gateway.ask('FLK1006', { onBehalfOf })).status).toBe(200);
    const search = { officer: 'officer-4711', agency: 'CO0010000' };
    const found = await gateway.admin.call<{ entries: { kind: string }[] }>(
      'POST',
      '/v1/audit/search',
      search,
    );
    expect(found.entries.map(({ kind }) => kind)).toEqual(['release', 'source_asked', 'subject_enrolled']);
  });

  test('an id of the vendor that is not a UUID becomes one, always the same', async () => {
    give('FLK1005', [12], { id: 'read/17' });
    const ids = await Promise.all(
      [1, 2].map(async () => (await gateway.ask('FLK1005')).body.reads?.[0]?.readId),
    );
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids[1]).toBe(ids[0]);
  });
});

describe('whatever the vendor sends, only what was asked for leaves', () => {
  test('no read of another network, though the vendor holds some of the plate', async () => {
    give('FLK2000', [15], { network: randomUUID() });
    const [own] = give('FLK2000', [16]);
    expect((await gateway.ask('FLK2000')).body.reads?.map(({ readId }) => readId)).toEqual([own?.id]);
  });

  test.each(['other_network', 'other_plate', 'outside_window', 'captured_in_future'] as const)(
    'an answer with %s gives what was asked for, and nothing else',
    async (fault) => {
      const plate = newPlate();
      // One that was not asked for stands in the place of the older of the two.
      const [own] = give(plate, [25, 26]);
      gateway.simulator.misbehave({ fault });
      const { body, status } = await gateway.ask(plate);
      expect([status, body.reads?.map(({ readId }) => readId)]).toEqual([200, [own?.id]]);
    },
  );

  test('an empty answer is one: the vendor holds nothing of the plate', async () => {
    expect((await gateway.ask('FLK2200')).body.reads).toEqual([]);
  });
});

describe('a fault of the vendor is 503, never an empty answer', () => {
  test.each([
    'rate_limited',
    'server_error',
    'broken_off',
    'malformed_json',
    'wrong_content_type',
    'token_revoked',
    'captured_at_nonsense',
  ] as const)('%s', async (fault) => {
    const plate = newPlate();
    give(plate, [25]);
    gateway.simulator.misbehave({ fault });
    const { body, headers, status } = await gateway.ask(plate);
    expect([status, body.reads]).toEqual([503, undefined]);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(body.detail).toBe('the reads cannot be searched now; nothing was released, ask again');
    const logged = await gateway.entries(mark);
    expect(logged.map(({ kind }) => kind)).toEqual(['source_asked', 'fault']);
    expect(logged[1]?.releaseId).toBe(logged[0]?.releaseId);
    // What has failed once, and not again, was asked once more.
    gateway.simulator.behave();
    gateway.simulator.misbehave({ fault, times: 1 });
    expect((await gateway.ask(plate)).body.reads?.length).toBe(
      fault === 'captured_at_nonsense' ? undefined : 1,
    );
    gateway.simulator.behave();
    expect((await gateway.ask(plate)).body.reads?.length).toBe(1);
  });

  test('pages that repeat each other are not all that there is', async () => {
    give(
      'FLK3100',
      Array.from({ length: 70 }, (_, i) => 20 + i),
    );
    gateway.simulator.misbehave({ fault: 'duplicate_pages' });
    expect((await gateway.ask('FLK3100', { limit: 100 })).status).toBe(503);
  });

  test('a vendor that keeps failing is spared, and readiness names it', async () => {
    const readiness = async () => {
      const answer = await fetch(`${gateway.node.url}/readyz`);
      return [answer.status, await answer.json()];
    };
    give('FLK3200', [5]);
    const source = { readsSource: 'flock', commits: 'alone' };
    expect(await readiness()).toMatchObject([200, { status: 'ready', ...source }]);
    gateway.simulator.misbehave({ fault: 'server_error' });
    for (let i = 0; i < 5; i += 1) expect((await gateway.ask('FLK3200')).status).toBe(503);
    const asked = questions('FLK3200').length;
    const before = (await gateway.entries()).length;
    const spared = await gateway.ask('FLK3200');
    expect([spared.status, questions('FLK3200').length]).toEqual([503, asked]);
    // No intent for a question that did not leave.
    expect((await gateway.entries(before)).map(({ kind }) => kind)).toEqual(['fault']);
    expect(await readiness()).toMatchObject([503, { status: 'not ready', ...source, failing: ['reads'] }]);
  });
});

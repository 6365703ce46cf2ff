/** Standing queries that state an incident, and those whose words today's lists would not take. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Incident } from '../../../../sharing-rules/terms/incident.ts';
import { type Exchange, standingQuery, startExchange } from '../lists/exchange-fixture.ts';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange();
});
afterAll(() => exchange.close());

const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
const happened = (changes: Partial<Record<keyof Incident, unknown>> = {}) => ({
  ...{ kind: 'offense', occurred: { from: hoursAgo(30) }, place: { city: 'Aurora' }, vehicle: 'stolen' },
  ...{ reportedBy: 'victim', affirmed: true },
  ...changes,
});
const told = (caseNumber: string, incident: object = happened()) => ({
  ...{ code: 'stolen_vehicle', caseNumber, offense: { system: 'nibrs', code: '240' } },
  incident,
});
const enter = (number: string, purpose?: object) =>
  exchange.call(
    'partner',
    'POST',
    '/v1/hot-lists/own/entries',
    standingQuery({ plate: { number }, ...(purpose === undefined ? {} : { purpose }) }),
  );
const plates = async () =>
  (await exchange.call('partner', 'GET', '/v1/hits')).body.hits.map(
    ({ reads }: { reads: { plate: string }[] }) => reads[0]?.plate,
  );
const own = async (entry: number) => {
  const { body } = await exchange.call('partner', 'GET', '/v1/standing-queries');
  return body.standingQueries.find((one: { entry: number }) => one.entry === entry);
};
/** As it would stand there, had the lists been others when it was entered. */
const reword = (entry: number, justification: string) =>
  exchange.ownerPool.query(
    `UPDATE standing_query SET query = jsonb_set(query, '{purpose,justification}', to_jsonb($2::text)) WHERE position = $1`,
    [entry, justification],
  );

describe('a standing query that states an incident', () => {
  test('needs no words, has no window, and is listed as it was sent', async () => {
    const incident = happened({ occurred: { from: hoursAgo(200), to: hoursAgo(199) } });
    const entered = await enter('ZZI1', told('CR-2026-0201', incident));
    expect([entered.status, entered.body.decision.effect]).toEqual([201, 'permit']);
    await exchange.see('ZZI1');
    expect(await plates()).toContain('ZZI1');
    expect(await own(entered.body.entry)).toMatchObject({
      purpose: { incident },
      today: { reasons: [], ends: false },
    });
  });

  test('is refused where its facts contradict each other, and where a person would have to look', async () => {
    const contradicted = await enter('ZZI2', told('CR-2026-0202', happened({ vehicle: 'of_wanted_person' })));
    expect(contradicted.status).toBe(403);
    const reasons = contradicted.body.reasons.map(({ code }: { code: string }) => code);
    expect(reasons).toContain('incident_contradiction');
    const held = await enter('ZZI3', told('CR-2026-0203', happened({ vehicle: 'at_scene' })));
    expect([held.status, held.body.reasons[0].code]).toEqual([403, 'incident_needs_review']);
  });

  test('binds its case where it is entered, and not where it is refused', async () => {
    const other = happened({ place: { county: 'Adams' } });
    await enter('ZZI4', told('CR-2026-0204', happened({ vehicle: 'at_scene' })));
    expect((await enter('ZZI5', told('CR-2026-0204', other))).status).toBe(201);
    const again = await enter('ZZI5', told('CR-2026-0204'));
    expect([again.status, again.body.reasons[0]]).toEqual([
      403,
      expect.objectContaining({ code: 'incident_contradiction', detail: 'case_differs' }),
    ]);
  });

  test('that lies ahead is no query', async () => {
    const { status, body } = await enter(
      'ZZI6',
      told('CR-2026-0206', happened({ occurred: { from: hoursAgo(-2) } })),
    );
    expect([status, body.detail]).toEqual([422, expect.stringContaining('purpose.incident.occurred.from')]);
  });
});

describe('a standing query that was entered with words', () => {
  test('is told of until its end, though today’s lists find no event in them', async () => {
    const { entry } = (await enter('ZZW1')).body;
    await reword(entry, 'investigation');
    await exchange.see('ZZW1');
    expect(await plates()).toContain('ZZW1');
    const { today } = await own(entry);
    expect(today.ends).toBe(false);
    expect(today.reasons.map(({ code }: { code: string }) => code)).toContain('purpose_vague');
  });

  test('is told of no more where today’s lists find something prohibited', async () => {
    const { entry } = (await enter('ZZW2')).body;
    await reword(entry, 'assist ICE with removal of the driver');
    await exchange.see('ZZW2');
    expect(await plates()).not.toContain('ZZW2');
    const { today } = await own(entry);
    expect(today.ends).toBe(true);
    expect(today.reasons[0].code).toMatch(/^narrative_/);
  });

  test('is listed for the owner by agency, by number alone, so that the agency can be told', async () => {
    const { status, body } = await exchange.call('admin', 'GET', '/v1/standing-queries/today?limit=3');
    expect(status).toBe(200);
    expect(body.standingQueries).toHaveLength(3);
    const rest = await exchange.call('admin', 'GET', `/v1/standing-queries/today?after=${body.next}`);
    const all = [...body.standingQueries, ...rest.body.standingQueries];
    const losing = all.filter(({ today }) => today.reasons.length > 0);
    expect(losing.map(({ today }) => today.ends)).toEqual([false, true]);
    expect(Object.keys(losing[0]).sort()).toEqual(['agency', 'by', 'expiresAt', 'id', 'purpose', 'today']);
    expect(JSON.stringify(all)).not.toMatch(/ZZ[IW]\d|officer|CR-2026/);
  });
});

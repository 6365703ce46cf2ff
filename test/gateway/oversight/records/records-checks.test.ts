/**
 * A month of queries on incidents without words, honest ones and lies, and a truthful records office: each lie is named
 * by what the office answers, no honest query is, and from too many lies on a person looks at each.
 */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { watchRecords } from '../../../../gateway/oversight/records/watch-records.ts';
import { drawOfIncidents, drawSample } from '../../../../gateway/oversight/reports/draw-sample.ts';
import { upToNow } from '../../../../gateway/projections/up-to-now.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import type { PatientQueue } from '../../../setup/patient-queue.ts';
import { answerTruthfully, ask, type CaseFile, DAY, openReleases } from './month-of-queries.ts';

const ORI = 'CO0800100';
const OTHER = 'CO0800200';
const CHECKS = '/v1/records-checks';
const office = { client: 'rms', ori: ORI, scope: 'alpr.records' };
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const PURPOSES = { purposes: ['stolen_vehicle', 'human_trafficking'] };
const month = new Date().toISOString().slice(0, 7);

let admin: Administration;
let queue: PatientQueue;
let asker: Parameters<typeof ask>[1];
const files = new Map<string, CaseFile>();
/** Log indices. */
const honest: number[] = [];
const lies: Record<string, number> = {};

const released = async (asked: Parameters<typeof ask>[2]) => {
  const { effect, index } = await ask(queue, asker, asked);
  expect(effect).toBe('permit');
  return index;
};
const STOLEN = { offense: { system: 'nibrs', code: '240' }, date: dayOf(Date.now() - 2 * DAY) } as const;

async function askMonth(): Promise<void> {
  for (let i = 0; i < 20; i += 1) {
    const caseNumber = `CR-2026-1${String(i).padStart(3, '0')}`;
    files.set(caseNumber, { ...STOLEN, plates: [`HNA${100 + i}`, 'OTH111'] });
    honest.push(await released({ caseNumber, plate: `HNA${100 + i}` }));
  }
  files.set('CR-2026-2001', { ...STOLEN, plates: ['OTH111'] });
  files.set('CR-2026-2002', { ...STOLEN, offense: { system: 'nibrs', code: '13B' }, plates: ['LIE102'] });
  files.set('CR-2026-2003', { ...STOLEN, date: dayOf(Date.now() - 20 * DAY), plates: ['LIE103'] });
  for (const [lie, n] of Object.entries({
    case_missing: 0,
    plate_not_named: 1,
    offense_differs: 2,
    date_differs: 3,
  })) {
    lies[lie] = await released({ caseNumber: `CR-2026-200${n}`, plate: `LIE10${n}` });
  }
}

beforeAll(async () => {
  admin = await startAdministration();
  const { id: agencyId } = await admin.register(ORI);
  await admin.register(OTHER);
  const { rows } = await admin.ownerPool.query(
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
     SELECT i.id, c.name, $1, $2 FROM identity_issuer i, unnest('{cad,rms}'::text[]) AS c (name)
     RETURNING (SELECT issuer FROM identity_issuer) AS issuer`,
    [agencyId, ORI],
  );
  asker = { agencyId, issuer: rows[0].issuer, ori: ORI };
  const { id } = (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(ORI, PURPOSES))).body;
  expect((await admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`)).status).toBe(200);
  await admin.reloadPersons();
  queue = openReleases(admin);
  await askMonth();
});
afterAll(async () => {
  await queue.close();
  await admin.close();
});

const clientId = async (name: string) => {
  const { body } = await admin.call('admin-1', 'GET', `/v1/clients?agency=${ORI}`);
  return body.clients.find((one: { clientId: string }) => one.clientId === name).id as string;
};
const answer = (answers: readonly object[], who: object = office) =>
  admin.call(who as typeof office, 'POST', CHECKS, { answers });
const request = (who = 'auditor', search = `agency=${ORI}&month=${month}`) =>
  admin.call(who, 'GET', `/v1/reports/audit-request?${search}`);

describe('a client of a records office', () => {
  test('answers only once two administrators have let it, and asks nothing from then on', async () => {
    const some = [{ index: honest[0], caseExists: true, plateNamed: true }];
    expect((await answer(some)).status).toBe(403);
    const path = `/v1/clients/${await clientId('rms')}/answer-records`;
    const reason = { reason: 'the agency named it by letter' };
    expect(await admin.call('admin-1', 'POST', path, reason)).toMatchObject({
      status: 202,
      body: { status: 'proposed' },
    });
    expect((await admin.call('laptop-1', 'POST', path, reason)).status).toBe(202);
    expect((await answer(some)).status).toBe(403);
    expect((await admin.call('admin-2', 'POST', path, reason)).body).toMatchObject({
      status: 'answers_records',
    });
    expect((await admin.call('admin-2', 'POST', path, reason)).status).toBe(409);
    await admin.reloadPersons();
    expect((await admin.call(office, 'GET', CHECKS)).status).toBe(200);
    const otherwise = { ...office, scope: 'alpr.query alpr.admin' };
    expect(await admin.call(otherwise, 'GET', '/v1/agencies')).toMatchObject({
      ...{ status: 403, body: { detail: expect.stringContaining('answers for a records office') } },
    });
    expect(await answer(some, { ...office, client: 'cad' })).toMatchObject({
      ...{ status: 403, body: { detail: expect.stringContaining('two administrators') } },
    });
  });

  test('is never made of a client that acts for a person, nor by the database’s own role alone', async () => {
    const { rows } = await admin.pool.query(`SELECT id FROM client_registration WHERE client_id = 'auditor'`);
    const path = `/v1/clients/${rows[0].id}/answer-records`;
    expect((await admin.call('admin-1', 'POST', path, { reason: 'a mistake' })).status).toBe(409);
    const alone = (sql: string) => admin.pool.query(`UPDATE client_registration SET ${sql}`);
    await expect(alone(`answers_records = true WHERE client_id = 'cad'`)).rejects.toThrow(
      'two administrators',
    );
    await expect(alone(`answers_records = false WHERE client_id = 'rms'`)).rejects.toThrow(
      'asks nothing any more',
    );
  });
});

describe('an audit request', () => {
  test('has each released query of the month with what was stated, and is in the log', async () => {
    const { headers, status, text } = await request();
    expect([status, headers.get('Content-Disposition')]).toEqual([
      200,
      `attachment; filename=audit-request-${ORI}-${month}.csv`,
    ]);
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + honest.length + 4);
    expect(lines[1]).toContain(`"stolen_vehicle","CR-2026-1000","nibrs 240","offense"`);
    expect(lines[1]).toContain(`"Brighton","stolen","victim",,,"HNA100",,"no",`);
    expect((await admin.entries()).some(({ kind }) => kind === 'log_read')).toBe(true);
    expect(
      (await request('auditor', `agency=${OTHER}&month=${month}`)).text.trimEnd().split('\r\n'),
    ).toHaveLength(1);
    expect((await request('auditor', 'agency=CO9999999')).status).toBe(404);
    expect((await request('auditor', `agency=${ORI}&month=2026-13`)).status).toBe(422);
  });

  test('is listed to the records office until it is answered, and to nobody else’s', async () => {
    const { body } = await admin.call(office, 'GET', `${CHECKS}?limit=5`);
    expect(body.checks).toHaveLength(5);
    expect(body.checks[0]).toMatchObject({ agency: ORI, answeredAt: null, differences: [] });
    expect(Date.parse(body.checks[0].due) - Date.parse(body.checks[0].requestedAt)).toBe(30 * DAY);
    expect(
      (await admin.call(office, 'GET', `${CHECKS}?before=${body.next}&limit=200`)).body.checks,
    ).toHaveLength(19);
    expect((await admin.call(office, 'GET', `${CHECKS}?agency=${OTHER}`)).status).toBe(403);
    expect((await admin.call('auditor', 'GET', `${CHECKS}?agency=${OTHER}`)).body.checks).toEqual([]);
  });
});

describe('an answer', () => {
  test('of what is no release to the agency, or stands twice, is refused with its index, and nothing is taken', async () => {
    const one = { index: honest[0], caseExists: true, plateNamed: true };
    const { body, status } = await answer([one, { ...one, index: 0 }]);
    expect([status, body.detail]).toEqual([422, expect.stringContaining('entry 0 ')]);
    expect((await answer([one, one])).status).toBe(422);
    expect((await answer([{ ...one, date: 'yesterday' }])).status).toBe(422);
    expect((await admin.call(office, 'GET', `${CHECKS}?limit=200`)).body.checks).toHaveLength(24);
  });

  test('of a further page is refused: a long answer is one query, and counts once', async () => {
    const page = { caseNumber: 'CR-2026-1000', plate: 'HNA100', follows: randomUUID() };
    const index = await released(page);
    expect((await answer([{ index, caseExists: true, plateNamed: true }])).status).toBe(422);
  });

  test('from a truthful office names each lie, and no honest query', async () => {
    const answers = answerTruthfully((await request()).text, files);
    expect(await answer(answers)).toMatchObject({ status: 200, body: { taken: 24, differences: 4 } });
    const { body } = await admin.call(office, 'GET', CHECKS);
    const named = Object.fromEntries(
      body.checks.map(({ differences, index }: { differences: string[]; index: number }) => [
        differences.join(),
        index,
      ]),
    );
    expect(named).toEqual(lies);
    const checked = (await admin.entries()).filter(({ kind }) => kind === 'records_checked');
    expect(checked).toHaveLength(24);
    expect(Object.keys(checked[0] as object).sort()).toEqual(
      ['agency', 'commitment', 'effect', 'epoch', 'grant', 'kind', 'minute', 'v'].sort(),
    );
  });

  test('is told in the log, and no difference is settled before it is found', async () => {
    const index = honest[0];
    const insert = (columns: string, values: string) =>
      admin.pool.query(
        `INSERT INTO records_check (index, agency_id, month, ${columns}) SELECT 900000, agency_id, month, ${values}
         FROM records_check WHERE index = $1`,
        [index],
      );
    const told = 'no entry of the log tells of the answer';
    await expect(insert('answered_at, answered_entry', 'answered_at, answered_entry')).rejects.toThrow(told);
    await expect(insert('requested_at', `now() + interval '9 years'`)).rejects.toThrow('begins as it is');
    await expect(
      insert(
        'answered_at, answered_entry, differences, explanation, explained_at',
        `now(), 1, '{x}', 'y', now()`,
      ),
    ).rejects.toThrow('begins as it is');
  });

  test('is given once', async () => {
    const { body, status } = await answer([{ index: honest[0], caseExists: false, plateNamed: false }]);
    expect([status, body.detail]).toEqual([409, expect.stringContaining(`entry ${honest[0]},`)]);
  });

  test('is shown to auditors as what the office stated', async () => {
    const search = { kind: 'records_checked', details: true, limit: 200 };
    const { body } = await admin.call('auditor', 'POST', '/v1/audit/search', search);
    const said = body.entries.map(({ says }: { says: { reason: string } }) => says.reason);
    expect(said).toContain(
      `of entry ${lies.case_missing}, stated by rms of ${ORI}: the case does not exist (case missing)`,
    );
  });

  test('never comes from the client that asked', async () => {
    const { index } = await ask(queue, asker, { caseNumber: 'CR-2026-3001', plate: 'OWN301' });
    await admin.ownerPool.query(
      `UPDATE client_registration SET answers_records = true WHERE client_id = 'cad'`,
    );
    await admin.reloadPersons();
    const own = await answer([{ index, caseExists: true, plateNamed: true }], { ...office, client: 'cad' });
    expect([own.status, own.body.detail]).toEqual([403, expect.stringContaining('yourself')]);
  });
});

describe('a difference', () => {
  const explain = (index: number | undefined, who: object = office) =>
    admin.call(who as typeof office, 'POST', `${CHECKS}/${index}/explain`, {
      note: 'the plate was added on Monday',
    });
  const close = (index: number | undefined, outcome: string, who = 'auditor') =>
    admin.call(who, 'POST', `${CHECKS}/${index}/close`, { outcome, note: 'looked at the case' });
  const reports = async () =>
    (await admin.call('chief', 'GET', '/v1/misuse-reports')).body.reports.filter(
      ({ kind }: { kind: string }) => kind === 'stated_falsely',
    );

  test('is first a question: the agency explains it once, and an auditor accepts it', async () => {
    expect(await watchRecords(admin.pool)).toMatchObject({ reported: 0, held: 0 });
    expect((await explain(lies.plate_not_named)).body).toMatchObject({
      explanation: 'the plate was added on Monday',
      due: null,
    });
    expect((await explain(lies.plate_not_named)).status).toBe(409);
    expect((await explain(honest[0])).status).toBe(409);
    expect((await explain(1)).status).toBe(404);
    expect((await close(lies.plate_not_named, 'accepted')).body).toMatchObject({
      outcome: 'accepted',
      report: null,
    });
    expect((await close(lies.plate_not_named, 'upheld')).status).toBe(409);
    expect(await reports()).toEqual([]);
  });

  test('that is upheld, or that nobody explains within 14 days, is a report with both entries', async () => {
    expect((await close(lies.offense_differs, 'upheld')).body).toMatchObject({
      outcome: 'upheld',
      report: expect.any(String),
    });
    await admin.ownerPool.query(`UPDATE records_check SET answered_at = answered_at - interval '15 days'
      WHERE cardinality(differences) > 0 AND report IS NULL AND outcome IS NULL`);
    expect((await watchRecords(admin.pool)).reported).toBe(2);
    expect((await watchRecords(admin.pool)).reported).toBe(0);
    const found = await reports();
    expect(found.map(({ entries }: { entries: number[] }) => entries[0]).sort()).toEqual(
      [lies.case_missing, lies.offense_differs, lies.date_differs].sort(),
    );
    expect(found[0]).toMatchObject({
      agency: ORI,
      officerId: expect.any(String),
      entries: [expect.any(Number), expect.any(Number)],
    });
    expect((await explain(lies.case_missing)).status).toBe(409);
  });
});

describe('an agency that is contradicted too often', () => {
  const holds = async () =>
    (await admin.call('admin-1', 'GET', `/v1/agencies/${ORI}/records-hold`)).body.holds;
  const lift = (who: string) =>
    admin.call(who, 'POST', `/v1/agencies/${ORI}/records-hold/lift`, { reason: 'the officer was suspended' });

  test('has its incidents without words held, and those with words not', async () => {
    expect(await holds()).toEqual([{ month, hold: 'records_contradicted' }]);
    const told = (await admin.entries()).at(-1);
    expect(told).toMatchObject({ kind: 'agency_changed', agency: ORI });
    const held = await ask(queue, asker, { caseNumber: 'CR-2026-4001', plate: 'HLD401' });
    expect([held.effect, held.details]).toEqual(['review', ['records_contradicted']]);
    const justification = 'sedan stolen from a driveway overnight, seen on Dahlia Street';
    const inWords = await ask(queue, asker, { caseNumber: 'CR-2026-4002', plate: 'HLD402', justification });
    expect(inWords.effect).toBe('permit');
  });

  test('until two administrators lift it, and the same month holds nothing again', async () => {
    await expect(admin.pool.query('UPDATE records_hold SET lifted_at = now()')).rejects.toThrow(
      'two administrators',
    );
    expect(await lift('admin-1')).toMatchObject({ status: 202, body: { status: 'proposed' } });
    expect((await lift('laptop-1')).status).toBe(202);
    expect(await holds()).toHaveLength(1);
    expect(await lift('admin-2')).toMatchObject({ status: 200, body: { status: 'lifted' } });
    expect((await lift('admin-2')).status).toBe(409);
    expect(await watchRecords(admin.pool)).toEqual({ reported: 0, held: 0 });
    expect((await ask(queue, asker, { caseNumber: 'CR-2026-4003', plate: 'HLD403' })).effect).toBe('permit');
  });

  test('is held too where its office leaves more than one of ten unanswered for thirty days', async () => {
    await admin.ownerPool.query('ALTER TABLE records_check DISABLE TRIGGER USER');
    await request();
    await admin.ownerPool.query(`UPDATE records_check SET requested_at = requested_at - interval '31 days'`);
    await admin.ownerPool.query('ALTER TABLE records_check ENABLE TRIGGER USER');
    expect(await watchRecords(admin.pool)).toEqual({ reported: 0, held: 1 });
    const { details } = await ask(queue, asker, { caseNumber: 'CR-2026-4004', plate: 'HLD404' });
    expect(details).toEqual(['records_unanswered']);
  });
});

describe('the draw of a month', () => {
  const from = new Date(`${month}-01T00:00:00Z`);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
  const ground = { name: month, from, to };

  test('is nothing before the month is over; then ten releases without words by the root of the log, the same for everyone', async () => {
    expect(await drawOfIncidents(admin.pool, ground, new Date())).toEqual([]);
    const drawn = await drawOfIncidents(admin.pool, ground, to);
    expect(drawn).toHaveLength(10);
    expect(await drawOfIncidents(admin.pool, ground, to)).toEqual(drawn);
    expect(drawn.every(({ input }) => input.query.purpose.justification === undefined)).toBe(true);
    await upToNow(admin.pool);
    const { releases, withoutWords, withoutWordsDrawn } = await drawSample(admin.pool, ground, to);
    expect([withoutWords, withoutWordsDrawn]).toEqual([26, 10]);
    const indices = new Set(releases.map(({ index }) => index));
    expect(drawn.every(({ index }) => indices.has(index))).toBe(true);
    expect(releases).toHaveLength(indices.size);
  });

  test('has what was released beside blank words', async () => {
    await admin.ownerPool.query('UPDATE records_hold SET lifted_at = now()');
    await released({ caseNumber: 'CR-2026-5001', plate: 'DRW501', justification: '\u00a0\t\u2003' });
    await upToNow(admin.pool);
    expect((await drawSample(admin.pool, ground, to)).withoutWords).toBe(27);
  });

  test('has a standing query, of which the records office is asked as well', async () => {
    const index = await released({ caseNumber: 'CR-2026-5003', plate: 'DRW503', waits: true });
    await upToNow(admin.pool);
    expect((await drawSample(admin.pool, ground, to)).withoutWords).toBe(28);
    expect((await request()).text).toContain(`"CR-2026-5003"`);
    const given = await answer([{ index, caseExists: false, plateNamed: false }]);
    expect([given.status, given.body.differences]).toEqual([200, 1]);
  });
});

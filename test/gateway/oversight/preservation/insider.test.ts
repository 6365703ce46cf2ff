/** What an insider tries in order to keep reads that they may not: each is refused, or the Chief is told of it. */
import { describe, expect, test } from '@jest/globals';
import { findMisuse } from '../../../../gateway/oversight/misuse/find-misuse.ts';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import {
  ALL_THE_SAME,
  CASE,
  iso,
  proposal,
  proposalFor,
  servedProcess,
  takenAgain,
  usePreservation,
} from './preservation-fixture.ts';

const fixture = usePreservation();
const PATH = '/v1/preservations';
const call = (who: string, method: string, path: string, body?: unknown) =>
  fixture.admin.call(who, method, `${PATH}${path}`, body);
const now = () => Date.now();
const purpose = (changes: Record<string, unknown>) => ({ purpose: { ...proposal().purpose, ...changes } });
const NOBODYS = '3f0c1b8e-7d0e-4b7a-9a52-6f1f5a0c2d11';
const paper = {
  ...{ kind: 'court_order', court: 'U.S. Immigration Court', docket: '2026-114', judge: 'J. Doe' },
  issuedOn: '2026-05-01',
};

/** What is tried, and the code of the reason. */
const PROHIBITED: readonly (readonly [what: string, changes: Record<string, unknown>, code: string])[] = [
  [
    'an ex, in plain words',
    purpose({ justification: 'checking where my ex girlfriend went last week' }),
    'narrative_personal',
  ],
  ['an ex, in the reason', { reason: 'my ex girlfriend must not get away with it' }, 'narrative_personal'],
  ['a private purpose', purpose({ code: 'personal' }), 'purpose_prohibited'],
  [
    'immigration, by its statute',
    purpose({ code: 'violent_crime', offense: { system: 'crs', code: '8 USC 1325' } }),
    'offense_',
  ],
  [
    'immigration, in words',
    purpose({ justification: 'ICE wants the removal of the driver of a stolen sedan' }),
    'narrative_immigration',
  ],
  [
    'an administrative warrant',
    purpose({ code: 'judicial_process', judicialProcess: paper }),
    'judicial_process_administrative',
  ],
  ['no reason at all', purpose({ justification: 'investigation' }), 'purpose_vague'],
];

const MALFORMED: readonly (readonly [
  what: string,
  changes: () => Record<string, unknown>,
  member: string,
])[] = [
  ['neither case nor process', () => ({ caseNumber: undefined }), 'caseNumber` and `processId'],
  ['a case of blanks', () => ({ caseNumber: ' ' }), 'caseNumber` and `processId'],
  ['a case and a process', () => ({ processId: NOBODYS }), 'caseNumber` and `processId'],
  ['a process that nobody served', () => proposalFor(NOBODYS), 'processId'],
  ['no id of a process', () => proposalFor('the subpoena'), 'processId'],
  [
    'a case beside a process, in the purpose',
    () => proposalFor(NOBODYS, purpose({ caseNumber: CASE })),
    'purpose.caseNumber',
  ],
  ['another case in the purpose', () => purpose({ caseNumber: 'CR-2026-9999' }), 'purpose.caseNumber'],
  ['a window without end', () => ({ to: undefined }), 'to'],
  ['a window that goes on', () => ({ to: iso(now() + DAY) }), 'to'],
  ['a window of months', () => ({ from: iso(now() - 60 * DAY) }), 'from'],
  [
    'a window whose reads are erased',
    () => ({ from: iso(now() - 50 * DAY), to: iso(now() - 40 * DAY) }),
    'to',
  ],
  ['an end too far ahead', () => ({ until: iso(now() + 181 * DAY) }), 'until'],
  ['no end', () => ({ until: undefined }), 'until'],
  ['a part of a plate', () => ({ plate: { number: 'AB*' } }), 'plate.number'],
  ['every plate', () => ({ plate: undefined }), 'plate'],
];

describe('an insider who wants to keep reads', () => {
  test.each(PROHIBITED)('is refused with %s, and the refusal is in the log', async (_, changes, code) => {
    const { body, status } = await call('clerk', 'POST', '', proposal(changes));
    expect([status, body.reasons.map((one: { code: string }) => one.code).join()]).toEqual([
      403,
      expect.stringContaining(code),
    ]);
    expect(JSON.parse(body.receipt.entry)).toMatchObject({ kind: 'preservation_proposed', effect: 'deny' });
  });

  test.each(MALFORMED)('is told the member with %s', async (_, changes, member) => {
    const { body, status } = await call('clerk', 'POST', '', proposal(changes()));
    expect([status, body.detail]).toEqual([422, expect.stringContaining(`\`${member}\``)]);
  });

  test('alone keeps nothing: neither by an own approval, nor by that of another clerk', async () => {
    const { body } = await call('admin-1', 'POST', '', proposal({ caseNumber: 'CR-2026-0200' }));
    for (const who of ['admin-1', 'laptop-1', 'clerk', 'auditor']) {
      expect([who, (await call(who, 'POST', `/${body.id}/approve`, {})).status]).toEqual([who, 403]);
    }
    expect((await call('admin-2', 'POST', `/${body.id}/approve`, {})).status).toBe(200);
    expect((await call('admin-2', 'POST', `/${body.id}/approve`, {})).status).toBe(409);
    // The reads leave to a clerk alone, and for their own case alone.
    expect(
      (await call('admin-1', 'POST', `/${body.id}/release`, { caseNumber: 'CR-2026-0200' })).status,
    ).toBe(403);
    expect((await call('clerk', 'POST', `/${body.id}/release`, { caseNumber: CASE })).status).toBe(404);
  });

  test('keeps nothing for a process that was refused, and takes nothing for it', async () => {
    const refuse = (id: string) =>
      fixture.admin.call('counsel', 'POST', `/v1/processes/${id}/refused`, {
        reason: 'not signed by a judge',
      });
    const [first, second] = [await servedProcess(fixture.admin), await servedProcess(fixture.admin)];
    const waits = await call('clerk', 'POST', '', proposalFor(first));
    const kept = await call('clerk', 'POST', '', proposalFor(second));
    await call('admin-2', 'POST', `/${kept.body.id}/approve`, {});
    await Promise.all([refuse(first), refuse(second)]);
    const again = await call('clerk', 'POST', '', proposalFor(first));
    expect([again.status, again.body.detail]).toEqual([
      422,
      expect.stringMatching(/^`processId` .* refused/),
    ]);
    expect((await call('admin-2', 'POST', `/${waits.body.id}/approve`, {})).status).toBe(409);
    const take = (of: object) => call('clerk', 'POST', `/${kept.body.id}/release`, of);
    expect([(await take({ processId: second })).status, (await take({})).status]).toEqual([409, 422]);
    const clerk = (await fixture.admin.pool.query(`SELECT id FROM person WHERE subject = 'clerk'`)).rows[0]
      .id;
    const { rows } = await fixture.admin.pool.query('SELECT release_preserved($1, $2, NULL, $3) AS reads', [
      ...[kept.body.id, clerk, second],
    ]);
    expect(rows[0].reads).toBeNull();
  });

  test('who words a refused purpose anew is shown to the second person as such', async () => {
    const another = { caseNumber: 'CR-2026-0300', plate: { number: 'REWORD1' } };
    const refused = await call(
      'clerk-2',
      'POST',
      '',
      proposal({ ...another, ...purpose({ justification: 'looking for my ex wife' }) }),
    );
    expect(refused.status).toBe(403);
    const again = await call('clerk-2', 'POST', '', proposal(another));
    expect([again.status, again.body.reasons[0].code]).toEqual([
      201,
      expect.stringMatching(/narrative_(reworded|pretext)/),
    ]);
  });

  test('is reported to the Chief by the search for misuse', async () => {
    const { admin } = fixture;
    await findMisuse({ pool: admin.pool, key: Buffer.alloc(32, 5) }, { now: new Date() });
    const { body } = await admin.call('chief', 'GET', '/v1/misuse-reports');
    const found = body.reports.filter(({ agency }: { agency: string }) => agency === admin.owner);
    expect(found.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['prohibited_use', 'administrative_warrant']),
    );
    const { rows } = await admin.pool.query(`SELECT id FROM person WHERE subject = 'clerk'`);
    expect(found.map(({ concerns }: { concerns: string }) => concerns)).toContain(rows[0].id);
    const { body: list } = await call('auditor', 'GET', '');
    expect(list.persons).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'Clerk clerk', refused: PROHIBITED.length })]),
    );
  });
});

test('each of these decisions is the same when it is taken again from its entry', async () => {
  const [part, ...others] = await takenAgain(fixture.admin);
  expect([part, others]).toEqual([expect.objectContaining(ALL_THE_SAME), []]);
  expect(part?.same).toBeGreaterThan(PROHIBITED.length);
});

describe('the gateway’s own log-in', () => {
  const refused = (sql: string, ...values: unknown[]) =>
    expect(fixture.admin.pool.query(sql, values)).rejects.toThrow(
      /permission denied|is refused|no entry|two people/,
    );

  test('sees no copy, and neither keeps, ends nor takes any without an entry', async () => {
    const { admin } = fixture;
    const { rows } = await admin.pool.query(
      `SELECT id FROM preservation WHERE approved_at IS NOT NULL AND case_number = 'CR-2026-0200'`,
    );
    const id = rows[0].id;
    const clerk = (await admin.pool.query(`SELECT id FROM person WHERE subject = 'clerk'`)).rows[0].id;
    await refused('SELECT * FROM preserved_copy');
    await refused('INSERT INTO preserved_copy (preservation_id, reads) VALUES ($1, $2)', id, '[]');
    await refused('DELETE FROM preservation WHERE id = $1', id);
    await refused('UPDATE preservation SET until = now() WHERE id = $1', id);
    await refused('SELECT end_preservation($1, $2)', id, clerk);
    const taken = await admin.pool.query('SELECT release_preserved($1, $2, $3, NULL) AS reads', [
      id,
      clerk,
      'CR-2026-0200',
    ]);
    expect(taken.rows[0].reads).toBeNull();
    await refused(
      `INSERT INTO preservation (case_number, plate, purpose, reason, window_from, window_to, until, reasons, proposed_by)
       VALUES ('CR-2026-0001', 'X1', '{}', 'x', now() - interval '2 hours', now() - interval '1 hour', now() + interval '1 day', '[]', $1)`,
      clerk,
    );
    const waiting = (await admin.pool.query('SELECT id FROM preservation WHERE approved_at IS NULL')).rows[0]
      .id;
    await refused(
      'SELECT preserve_reads($1, $2, $3, $4)',
      waiting,
      admin.persons['admin-1'],
      'postgres',
      '[]',
    );
  });
});

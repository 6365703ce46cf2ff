/** Anyone who was removed, with their client or their issuer, while an act of theirs waited for its locks raises nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HEAD_LOCK_STATEMENT } from '../../../../gateway/audit/log-writer-store.ts';
import { type Administration, startAdministration, type TestAnswer } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import { eventually } from '../../../setup/eventually.ts';

const ORI = 'CO0800100';
const REMOVALS = {
  person: (who: string) => `UPDATE person SET status = 'removed' WHERE subject = '${who}'`,
  client: (who: string) => `UPDATE client_registration SET status = 'removed' WHERE client_id = '${who}'`,
  issuer: () => `UPDATE identity_issuer SET status = 'removed'`,
};

let admin: Administration;
let officer: string;
let report: string;
let ori = 800_200;

beforeAll(async () => {
  admin = await startAdministration();
  const { id } = await admin.register(ORI);
  const { rows } = await admin.ownerPool.query(
    `INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, 'o-1', 'Officer Sample', 'held') RETURNING id`,
    [id],
  );
  officer = rows[0].id;
  const written = { kind: 'other', summary: 'looked up a neighbor' };
  report = (await admin.call('auditor', 'POST', '/v1/misuse-reports', written)).body.id;
  expect(report).toBeDefined();
});
afterAll(() => admin.close());
beforeEach(async () => {
  for (const table of ['person', 'client_registration', 'identity_issuer']) {
    await admin.ownerPool.query(`UPDATE ${table} SET status = 'active'`);
  }
  // The database halts while nobody who oversees the sharing can sign in.
  await admin.ownerPool.query('UPDATE sharing_state SET halted = false');
  await admin.reloadPersons();
});

/** In this database: the tests of other files wait on the same server. */
const WAITING = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** Does it, and the removal once it waits for the head of the log, which somebody else holds until then. */
async function withRemoval(act: () => Promise<TestAnswer>, removal: string): Promise<TestAnswer> {
  const other = await admin.ownerPool.connect();
  try {
    await other.query(`BEGIN; ${HEAD_LOCK_STATEMENT}`);
    const done = act();
    const waits = async () => (await admin.pool.query(WAITING)).rowCount === 1;
    await Promise.race([eventually(waits), done]);
    await admin.ownerPool.query(removal);
    await other.query('COMMIT');
    return await done;
  } finally {
    other.release();
  }
}

type Ready = () => Promise<() => Promise<TestAnswer>>;
const act =
  (who: string, path: string, body: object = {}, method = 'POST'): Ready =>
  async () =>
  () =>
    admin.call(who, method, path, body);

/** Each by its administrator: what must be there before, and the act. */
const ACTS: readonly (readonly [what: string, who: string, ready: Ready])[] = [
  [
    'an approval',
    'admin-2',
    async () => {
      ori += 100;
      const partner = await admin.register(`CO0${ori}`);
      const { id } = (await admin.call('laptop-1', 'POST', '/v1/grants', sampleGrant(partner.ori))).body;
      return () => admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`);
    },
  ],
  ['a proposal', 'admin-2', act('admin-2', '/v1/grants', sampleGrant(ORI))],
  [
    'an agency',
    'admin-2',
    act('admin-2', '/v1/agencies', {
      ...{ ori: 'CO0809900', name: 'Another', class: 'municipal', state: 'CO', status: 'active' },
      ...{ boundByArticle74: true, has287g: false, federalMembers: false, roster: 5 },
    }),
  ],
  ['a larger roster', 'admin-2', act('admin-2', `/v1/agencies/${ORI}`, { roster: 99 }, 'PATCH')],
  ['another class', 'admin-2', act('admin-2', `/v1/agencies/${ORI}`, { class: 'sheriff' }, 'PATCH')],
  ['a resumption', 'admin-2', act('admin-2', '/v1/sharing/resume', { reason: 'test' })],
  ['a reinstatement', 'admin-2', async () => act('admin-2', `/v1/subjects/${officer}/reinstate`)()],
  [
    'an attestation',
    'admin-2',
    async () =>
      act('admin-2', `/v1/subjects/${officer}/attest`, {
        employerOri: ORI,
        federalDetail: false,
        trainedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
      })(),
  ],
  [
    'a report’s end',
    'chief',
    async () => act('chief', `/v1/misuse-reports/${report}/close`, { outcome: 'unfounded', note: 'no' })(),
  ],
  [
    'a monthly audit',
    'auditor',
    act('auditor', '/v1/monthly-audits', {
      month: '2026-01',
      sampleRead: true,
      employeesCompared: true,
      vendorSharingOff: true,
    }),
  ],
];

describe.each(Object.entries(REMOVALS))('the %s being removed meanwhile', (_what, removal) => {
  test.each(ACTS)('%s by %s comes to nothing', async (_act, who, ready) => {
    const does = await ready();
    const before = (await admin.entries()).length;
    const { body, status } = await withRemoval(does, removal(who));
    expect([status, body.detail]).toEqual([403, expect.stringContaining('you were removed')]);
    expect(await admin.entries()).toHaveLength(before);
  });
});

test('a colleague being removed meanwhile, it is to be repeated, and then done', async () => {
  const { body, status } = await withRemoval(
    await act('admin-2', '/v1/sharing/resume', { reason: 'test' })(),
    REMOVALS.client('laptop-1'),
  );
  expect([status, body.detail]).toEqual([409, expect.stringContaining('repeat it')]);
  expect((await admin.call('admin-2', 'POST', '/v1/sharing/resume', { reason: 'test' })).status).toBe(200);
});

test('what takes a right away is done all the same', async () => {
  const halt = await act('admin-2', '/v1/sharing/halt')();
  expect((await withRemoval(halt, REMOVALS.client('admin-2'))).status).toBe(200);
});

test.each(['person', 'issuer'] as const)(
  'a proposal is not approved once its %s was removed while the approval waited',
  async (what) => {
    await admin.ownerPool.query(
      `INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ('https://second.example', 'https://second.example', true)
     ON CONFLICT DO NOTHING`,
    );
    const { rows } = await admin.ownerPool.query(
      `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
     SELECT i.id, 'visitor-' || $1, 'Visitor', p.agency_id, p.ori, p.roles, 'visitor-' || $1 FROM identity_issuer i, person p
     WHERE i.issuer = 'https://second.example' AND p.subject = 'admin-1' RETURNING id, issuer_id AS issuer`,
      [what],
    );
    ori += 100;
    const partner = await admin.register(`CO0${ori}`);
    const { id } = (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(partner.ori))).body;
    await admin.ownerPool.query('UPDATE sharing_grant SET proposed_by = $2 WHERE id = $1', [id, rows[0].id]);
    const approve = () => admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`);
    const removal =
      what === 'person'
        ? `UPDATE person SET status = 'removed' WHERE id = '${rows[0].id}'`
        : `UPDATE identity_issuer SET status = 'removed' WHERE id = ${rows[0].issuer}`;
    expect((await withRemoval(approve, removal)).status).toBeGreaterThanOrEqual(400);
    expect((await approve()).body.detail).toContain('propose it again');
    expect((await admin.call('auditor', 'GET', `/v1/grants/${id}`)).body.status).toBe('proposed');
  },
);

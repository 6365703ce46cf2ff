/** What raises a right takes a person who has signed in lately with a second factor; what lowers one takes a key alone. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../setup/administration.ts';
import type { SignedInPerson } from '../../setup/administrator-tokens.ts';
import { sampleGrant } from '../../setup/database/sample-grant.ts';

const PARTNER = 'CO0900100';
const KEY = 'admin-2';
const lately: SignedInPerson = { person: 'admin-2' };
const stale: SignedInPerson = { ...lately, minutesAgo: 16 };
const oneFactor: SignedInPerson = { ...lately, amr: ['pwd'] };

let admin: Administration;
let officer: string;

beforeAll(async () => {
  admin = await startAdministration({ secondFactor: 'on' });
  await admin.addConsole();
  const { id } = await admin.register(PARTNER);
  const { rows } = await admin.pool.query(
    `INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, 'o-1', 'Officer', 'suspended') RETURNING id`,
    [id],
  );
  officer = rows[0].id;
});
afterAll(() => admin.close());

type Call = [method: string, path: () => string, body: object | undefined];
const propose = async () =>
  (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(PARTNER))).body.id as string;
const facts = { employerOri: PARTNER, federalDetail: false, trainedOn: '2026-01-02' };
/** The newest entry, with what the owner sees of it. */
const newest = async () => {
  const { rows } = await admin.ownerPool.query(
    'SELECT kind, owner_detail FROM audit_detail ORDER BY index DESC LIMIT 1',
  );
  return { kind: rows[0].kind, ...JSON.parse(rows[0].owner_detail) };
};

let grant = '';
const RAISING: [string, ...Call][] = [
  ['the approval of a grant', 'POST', () => `/v1/grants/${grant}/approve`, undefined],
  ['the end of a halt', 'POST', () => '/v1/sharing/resume', { reason: 'test' }],
  ['the reinstatement of an officer', 'POST', () => `/v1/subjects/${officer}/reinstate`, undefined],
  ['the attestation of an officer', 'POST', () => `/v1/subjects/${officer}/attest`, facts],
  [
    'the removal of an auditor',
    'POST',
    () => `/v1/persons/${admin.persons.auditor}/remove`,
    { reason: 'test' },
  ],
  ['a larger roster', 'PATCH', () => `/v1/agencies/${PARTNER}`, { roster: 99 }],
];

describe('what raises a right', () => {
  beforeAll(async () => {
    grant = await propose();
  });

  test.each(RAISING)(
    'is refused to a key alone, to one factor and to an old sign-in: %s',
    async (_, method, path, body) => {
      const before = (await admin.entries()).length;
      for (const [who, code] of [
        [KEY, 'mfa_required'],
        [oneFactor, 'mfa_required'],
        [stale, 'reauthentication_required'],
      ] as const) {
        const refused = await admin.call(who, method, path(), body);
        expect(refused).toMatchObject({
          status: 403,
          body: { reasons: [{ code, clause: expect.stringContaining('CJISSECPOL IA-') }] },
        });
        expect(refused.body.detail).toContain('sign in again: npm run gateway -- sign-in');
      }
      expect(await admin.entries()).toHaveLength(before);
    },
  );

  test.each(RAISING)(
    'is done by a person who has just signed in, and the entry says how: %s',
    async (_, method, path, body) => {
      const done = await admin.call(lately, method, path(), body);
      // Of two persons: the second, or the first whose word stands until then.
      expect([200, 202]).toContain(done.status);
      expect(await newest()).toMatchObject({
        by: admin.persons['admin-2'],
        secondFactor: { at: expect.stringMatching(/^2\d{3}-.*Z$/), methods: ['pwd', 'otp'] },
      });
    },
  );

  test('is an agency that is added, and a change that lowers one fact and raises another', async () => {
    const added = { ...sampleAgency('CO0900200') };
    expect((await admin.call(KEY, 'POST', '/v1/agencies', added)).status).toBe(403);
    expect((await admin.call(lately, 'POST', '/v1/agencies', added)).status).toBe(201);
    const mixed = { has287g: true, roster: 500 };
    expect((await admin.call(KEY, 'PATCH', '/v1/agencies/CO0900200', mixed)).status).toBe(403);
    expect(await admin.agency('CO0900200')).toMatchObject({ has287g: false, roster: 5 });
    expect((await admin.call(KEY, 'PATCH', '/v1/agencies/CO0900200', { has287g: true })).status).toBe(200);
    // A lowering that is repeated raises nothing.
    expect((await admin.call(KEY, 'PATCH', '/v1/agencies/CO0900200', { has287g: true })).status).toBe(200);
    expect((await admin.call(KEY, 'PATCH', '/v1/agencies/CO0900200', { has287g: false })).status).toBe(403);
  });
});

describe('what takes a right away', () => {
  test('takes a key alone', async () => {
    const withdrawn = await propose();
    const lowering: Call[] = [
      ['POST', () => `/v1/grants/${withdrawn}/withdraw`, {}],
      ['POST', () => `/v1/grants/${grant}/revoke`, { reason: 'test' }],
      ['POST', () => '/v1/sharing/halt', {}],
      ['POST', () => `/v1/subjects/${officer}/suspend`, { reason: 'test' }],
      ['POST', () => `/v1/subjects/${officer}/attest`, { ...facts, federalDetail: true }],
      ['PATCH', () => `/v1/agencies/${PARTNER}`, { status: 'suspended' }],
      ['PATCH', () => `/v1/agencies/${PARTNER}`, { class: 'federal' }],
      ['POST', () => `/v1/persons/${admin.persons.auditor}/suspend`, { reason: 'test' }],
      ['POST', () => `/v1/persons/${admin.persons.reviewer}/remove`, { reason: 'test' }],
    ];
    for (const [method, path, body] of lowering) {
      const { status } = await admin.call(KEY, method, path(), body);
      expect([path(), status]).toEqual([path(), 200]);
    }
    expect((await admin.call('chief', 'POST', '/v1/sharing/halt', {})).status).toBe(200);
  });
});

describe('with the second factor turned off', () => {
  test('a key will do, and each entry says so', async () => {
    const lax = await startAdministration();
    try {
      await lax.register(PARTNER);
      const proposed = await lax.call('admin-1', 'POST', '/v1/grants', sampleGrant(PARTNER));
      const approved = await lax.call('admin-2', 'POST', `/v1/grants/${proposed.body.id}/approve`);
      expect(approved.status).toBe(200);
      await lax.call('admin-2', 'POST', '/v1/sharing/halt', {});
      await lax.call('admin-1', 'POST', '/v1/sharing/resume', { reason: 'test' });
      await lax.call('admin-2', 'POST', '/v1/sharing/resume', { reason: 'test' });
      await lax.call('admin-2', 'PATCH', `/v1/agencies/${PARTNER}`, { roster: 77 });
      const { rows } = await lax.ownerPool.query(
        `SELECT kind, owner_detail::jsonb -> 'secondFactor' AS factor FROM audit_detail
         WHERE kind IN ('grant_proposed', 'grant_approved', 'resume_proposed', 'resumed', 'agency_changed') ORDER BY index`,
      );
      expect(rows).toHaveLength(5);
      for (const { factor, kind } of rows) expect([kind, factor]).toEqual([kind, 'off']);
    } finally {
      await lax.close();
    }
  });
});

function sampleAgency(ori: string) {
  const sure = { boundByArticle74: true, has287g: false, federalMembers: false, status: 'active' };
  return { ori, roster: 5, name: 'Sample PD', class: 'municipal', state: 'CO', ...sure };
}

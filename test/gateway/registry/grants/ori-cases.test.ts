/** Every published ORI case, answered by proposal and approval over HTTP on the seeded registry. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { seedAgencies } from '../../../../gateway/registry/agencies/seed-agencies.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';

interface OriCase {
  readonly ori: string;
  readonly expected: string;
  readonly why: string;
}

const vectors = process.env.CONFORMANCE_VECTORS;
const cases: OriCase[] =
  vectors === undefined ? [] : parse(readFileSync(join(vectors, 'ori-cases.csv'), 'utf8'), { columns: true });

/** What an answer must say, by the case's own word. */
const REASONS: Readonly<Record<string, object>> = {
  owner: { code: 'agency_not_eligible', detail: 'owner' },
  malformed: { code: 'ori_malformed' },
  'malformed-or-unknown': { code: expect.stringMatching(/^(ori_malformed|agency_unknown)$/) },
  federal: { code: 'agency_not_eligible', detail: 'federal' },
  tribal: { code: 'agency_not_eligible', detail: 'tribal' },
  private: { code: 'agency_not_eligible', detail: 'private' },
  'task-force': { code: 'agency_not_eligible', detail: 'task_force' },
  'has-287g': { code: 'agency_not_eligible', detail: 'has_287g' },
  retired: { code: 'agency_retired' },
  'not-criminal-justice': { code: 'agency_not_eligible', detail: 'not_criminal_justice' },
  'out-of-state': { code: 'agency_not_eligible', detail: 'out_of_state' },
};

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
  await seedAgencies({ ...admin, pool: admin.ownerPool }, { confirmed: true, roster: 10 });
});
afterAll(() => admin.close());

const propose = (ori: string) => admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(ori));
const approve = (id: string) => admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`);

/** A proposal that a rule let through by mistake, or that was made before the agency changed. */
async function forceProposal(agencyId: number): Promise<string> {
  const { rows } = await admin.ownerPool.query(
    `INSERT INTO sharing_grant (agency_id, purposes, data_classes, look_back_days, daily_records, valid_from,
       valid_until, agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa,
       certification_signer, certification_signed_on, status, proposed_by, proposed_at)
     VALUES ($1, '{stolen_vehicle}', '{reads}', 7, 10, now(), now() + interval '9 days', 'MOU', current_date - 1,
       true, true, 'Chief Example', current_date - 1, 'proposed', $2, now()) RETURNING id`,
    [agencyId, admin.persons['admin-1']],
  );
  return rows[0].id;
}

const withVectors = vectors === undefined ? describe.skip : describe;

withVectors('the registry (cases skipped where CONFORMANCE_VECTORS is not set)', () => {
  test('knows every kind of case', () => {
    expect(cases.length).toBeGreaterThan(30);
    const unknown = cases.filter(({ expected }) => expected !== 'eligible' && !(expected in REASONS));
    expect(unknown).toEqual([]);
  });

  test.each(cases.length === 0 ? [{ ori: '', expected: '', why: '' }] : cases)(
    'answers `$ori`: $expected ($why)',
    async ({ ori, expected }) => {
      const proposed = await propose(ori);
      if (expected === 'eligible') {
        expect([proposed.status, proposed.body.status]).toEqual([201, 'proposed']);
        const approved = await approve(proposed.body.id);
        expect([approved.status, approved.body.status]).toEqual([200, 'active']);
        // Two of the cases are ORIs of one agency, which has one grant at a time.
        await admin.call('admin-1', 'POST', `/v1/agencies/${ori}/revoke`, { reason: 'next case' });
        return;
      }
      const reason = expect.objectContaining(REASONS[expected] as object);
      expect(proposed.status).toBe(422);
      expect(proposed.body.reasons).toContainEqual(reason);
      const agency = await admin.agency(ori);
      if (agency === null) return;
      const approved = await approve(await forceProposal(agency.id));
      expect(approved.status).toBe(422);
      expect(approved.body.reasons).toContainEqual(reason);
    },
  );
});

describe('a private campus', () => {
  test('may be granted sharing once a person has found it bound by article 74', async () => {
    const ori = 'CO0160100';
    const before = await propose(ori);
    expect([before.status, before.body.reasons[0].detail]).toEqual([422, 'private']);
    const change = { boundByArticle74: true, reason: 'bound by its agreement' };
    expect((await admin.call('admin-1', 'PATCH', `/v1/agencies/${ori}`, change)).status).toBe(200);
    const proposed = await propose(ori);
    expect(proposed.status).toBe(201);
    expect((await approve(proposed.body.id)).body.status).toBe('active');
  });
});

describe('an ORI that is written otherwise', () => {
  test.each([['CO0010000\u00a0'], ['CO0010000\n'], ['CO001000O'], ['CO00100000'], ["CO0010000' OR 1=1"]])(
    '(%j) is never taken for the agency it resembles',
    async (ori) => {
      const { body, status } = await propose(ori);
      expect(status).toBe(422);
      expect(['ori_malformed', 'agency_unknown']).toContain(body.reasons[0].code);
    },
  );
});

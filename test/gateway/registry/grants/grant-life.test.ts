/** The life of a grant over HTTP: proposed by one person, approved by another, revoked by one. */
import { describe, expect, test } from '@jest/globals';
import { useGrants } from '../../../setup/database/grant-fixture.ts';

const grants = useGrants();
const { approve, grantInForce, propose } = grants;

describe('a grant', () => {
  test('is proposed by one person and approved by another, each with an entry in the log', async () => {
    const proposed = await propose();
    expect(proposed.status).toBe(201);
    expect(proposed.body).toMatchObject({
      status: 'proposed',
      partner: grants.ori,
      validFrom: null,
      proposedBy: grants.admin.persons['admin-1'],
      approvedBy: null,
    });
    const { id } = proposed.body;
    expect(proposed.headers.get('Location')).toBe(`/v1/grants/${id}`);

    const approved = await approve(id);
    expect(approved.status).toBe(200);
    expect(approved.body).toMatchObject({
      id,
      status: 'active',
      purposes: ['stolen_vehicle', 'missing_endangered'],
      dataClasses: ['reads', 'hits'],
      lookBackDays: 14,
      dailyRecords: 1_000,
      approvedBy: grants.admin.persons['admin-2'],
    });
    const shown = (await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body;
    expect(shown).toEqual({ ...approved.body, proposedIndex: 3, approvedIndex: 4 });
    expect(await grants.entries()).toEqual([
      { kind: 'agency_added', grant: null },
      { kind: 'grant_proposed', grant: id },
      { kind: 'grant_approved', grant: id },
    ]);
  });

  test('copies its agreement and certification to the agency', async () => {
    await grantInForce();
    const { body } = await grants.admin.call('auditor', 'GET', `/v1/agencies/${grants.ori}`);
    expect(body).toMatchObject({
      eligible: true,
      reasons: [],
      agreement: { reference: 'MOU 2026-014', article74: true, officerMfa: true },
      certification: { signer: 'Chief Example' },
    });
  });

  test('is not approved by the person who proposed it, through whichever client', async () => {
    const { id } = (await propose()).body;
    for (const client of ['admin-1', 'laptop-1']) expect((await approve(id, client)).status).toBe(403);
    expect((await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body.status).toBe('proposed');
  });

  test('is not approved twice, nor beside another one in force', async () => {
    const second = (await propose()).body.id;
    const id = await grantInForce();
    expect((await approve(id)).status).toBe(409);
    expect((await approve(second)).status).toBe(409);
  });

  test.each([
    ['a prohibited purpose', { purposes: ['immigration_civil'] }, 'purpose_prohibited'],
    ['an unknown purpose', { purposes: ['stolen_vehicle', 'because'] }, 'purpose_not_approved'],
    ['an end in the past', { validUntil: '2020-01-01T00:00:00Z' }, 'grant_expired'],
    [
      'a certification of last year',
      { certification: { signer: 'C', signedOn: '2020-01-01' } },
      'certification_expired',
    ],
    [
      'an agreement without article 74',
      { agreement: { reference: 'M', signedOn: '2026-01-01', article74: false, officerMfa: true } },
      'agreement_expired',
    ],
  ])('with %s is refused with a reason', async (_, changes, code) => {
    const { body, status } = await propose('admin-1', changes);
    expect(status).toBe(422);
    expect(body.reasons).toContainEqual(expect.objectContaining({ code, clause: expect.any(String) }));
  });

  test.each([
    ['an unknown member', { note: 'x' }],
    ['too many days', { lookBackDays: 31 }],
    ['no data class', { dataClasses: [] }],
    ['an unknown data class', { dataClasses: ['images'] }],
    ['a day that is none', { validUntil: 'tomorrow' }],
  ])('with %s is malformed', async (_, changes) => {
    const { body, status } = await propose('admin-1', changes);
    expect([status, body.reasons]).toEqual([422, undefined]);
  });

  test('whose agency lost its eligibility after the proposal is not approved', async () => {
    const { id } = (await propose()).body;
    await grants.admin.call('admin-1', 'PATCH', `/v1/agencies/${grants.ori}`, { has287g: true });
    const { body, status } = await approve(id);
    // The change ended the proposal with everything else.
    expect([status, body.reasons]).toEqual([409, undefined]);
  });

  test('that was withdrawn cannot be approved; one in force cannot be withdrawn', async () => {
    const { id } = (await propose()).body;
    const withdrawn = await grants.admin.call('admin-2', 'POST', `/v1/grants/${id}/withdraw`);
    expect(withdrawn.body).toMatchObject({ status: 'withdrawn', endedBy: grants.admin.persons['admin-2'] });
    expect((await approve(id)).status).toBe(409);
    const inForce = await grantInForce();
    expect((await grants.admin.call('admin-1', 'POST', `/v1/grants/${inForce}/withdraw`)).status).toBe(409);
  });

  test('whose time has passed makes room for the next, and is shown as expired', async () => {
    const id = await grantInForce();
    await grants.admin.ownerPool.query(
      `UPDATE sharing_grant SET valid_from = now() - interval '2 days', valid_until = now() - interval '1 day' WHERE id = $1`,
      [id],
    );
    expect((await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body.status).toBe('expired');
    await grantInForce();
    expect((await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body).toMatchObject({
      status: 'expired',
      endedBy: null,
    });
  });
});

describe('the list of grants', () => {
  test('is narrowed by partner and status, and paged', async () => {
    const ids = [await grantInForce(), (await propose()).body.id, (await propose()).body.id];
    const all = await grants.admin.call('chief', 'GET', `/v1/grants?partner=${grants.ori}`);
    expect(all.body.grants.map((grant: { id: string }) => grant.id)).toEqual(ids.toReversed());
    const first = await grants.admin.call('chief', 'GET', `/v1/grants?partner=${grants.ori}&limit=2`);
    const rest = await grants.admin.call(
      'chief',
      'GET',
      `/v1/grants?partner=${grants.ori}&limit=2&after=${first.body.next}`,
    );
    expect([rest.body.grants.map((grant: { id: string }) => grant.id), rest.body.next]).toEqual([
      [ids[0]],
      null,
    ]);
    const active = await grants.admin.call('chief', 'GET', `/v1/grants?partner=${grants.ori}&status=active`);
    expect(active.body.grants).toHaveLength(1);
    expect((await grants.admin.call('chief', 'GET', '/v1/grants?color=red')).status).toBe(422);
    expect((await grants.admin.call('chief', 'GET', '/v1/grants?limit=1&limit=2')).status).toBe(422);
  });

  test('finds each grant by the status that it shows: what time has ended is not in force', async () => {
    const found = async (status: string) => {
      const path = `/v1/grants?partner=${grants.ori}&status=${status}`;
      const { body } = await grants.admin.call('chief', 'GET', path);
      return body.grants.map((grant: { id: string; status: string }) => [grant.id, grant.status]);
    };
    const ended = await grantInForce();
    expect(await found('active')).toEqual([[ended, 'active']]);
    await grants.admin.ownerPool.query(
      `UPDATE sharing_grant SET valid_from = now() - interval '2 days', valid_until = now() - interval '1 day' WHERE id = $1`,
      [ended],
    );
    expect(await found('active')).toEqual([]);
    expect(await found('expired')).toEqual([[ended, 'expired']]);
    // Kept as revoked by nobody, once another takes its place.
    const next = await grantInForce();
    expect(await found('active')).toEqual([[next, 'active']]);
    expect(await found('expired')).toEqual([[ended, 'expired']]);
    expect(await found('revoked')).toEqual([]);
    const reason = 'it must end now';
    await grants.admin.call('admin-1', 'POST', `/v1/grants/${next}/revoke`, { reason });
    expect(await found('revoked')).toEqual([[next, 'revoked']]);
  });
});

/** The owner's grant to itself over HTTP: its own use, by two persons, revoked by one; a partner's grant needs its papers still. */
import { describe, expect, test } from '@jest/globals';
import { useGrants } from '../../../setup/database/grant-fixture.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';

const grants = useGrants();
const { approve } = grants;
const propose = (body: object) => grants.admin.call('admin-1', 'POST', '/v1/grants', body);

/** What the owner sends: of an agreement the word on its officers alone. */
function own(changes: object = {}): Record<string, unknown> {
  const { certification: _, ...body } = sampleGrant(grants.admin.owner, { dataClasses: ['own'] });
  return { ...body, agreement: { officerMfa: true }, ...changes };
}
const codesOf = ({ body }: { body: { reasons: { code: string; detail?: string }[] } }) =>
  body.reasons.map(({ code, detail }) => `${code}: ${detail}`);

describe('the owner’s grant to itself', () => {
  test('is proposed and approved by two, without a certification, and revoked by one', async () => {
    const proposed = await propose(own());
    expect(proposed.status).toBe(201);
    const { id } = proposed.body;
    expect((await approve(id, 'admin-1')).status).toBe(403);
    const approved = await approve(id);
    expect([approved.status, approved.body]).toEqual([
      200,
      expect.objectContaining({
        ...{ status: 'active', partner: grants.admin.owner, dataClasses: ['own'], certification: null },
        agreement: expect.objectContaining({ article74: true, officerMfa: true }),
      }),
    ]);
    const { body: agency } = await grants.admin.call('auditor', 'GET', `/v1/agencies/${grants.admin.owner}`);
    expect(agency).toMatchObject({ agreement: { officerMfa: true }, certification: null, eligible: false });
    const revoked = await grants.admin.call('admin-2', 'POST', `/v1/grants/${id}/revoke`, {
      reason: 'a test',
    });
    expect([revoked.status, revoked.body.index]).toEqual([200, expect.any(Number)]);
    expect((await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body.status).toBe('revoked');
  });

  test('is of its own use, and of nothing else', async () => {
    const mixed = await propose(own({ dataClasses: ['own', 'reads'] }));
    expect([mixed.status, codesOf(mixed)]).toEqual([422, ['grant_missing: data_classes']]);
    const shared = await propose(sampleGrant(grants.admin.owner));
    expect([shared.status, codesOf(shared)]).toEqual([422, ['agency_not_eligible: owner']]);
  });

  test('is no partner’s', async () => {
    const refused = await propose(own({ partner: grants.ori }));
    expect(refused.status).toBe(422);
    expect(codesOf(refused)).toContain('agency_not_eligible: not_owner');
  });
});

describe('a partner’s grant', () => {
  test.each([
    ['certification', { certification: undefined }, '`certification` lacks `signer`: add it'],
    ['agreement', { agreement: { officerMfa: true } }, '`agreement` lacks `reference`: add it'],
  ])('is malformed without its %s', async (_, change, says) => {
    const refused = await propose(sampleGrant(grants.ori, change));
    expect([refused.status, refused.body.detail]).toEqual([422, says]);
  });
});

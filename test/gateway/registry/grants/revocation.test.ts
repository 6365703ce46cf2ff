/** Revocations over HTTP, alone and at the same moment as an approval. */
import { describe, expect, test } from '@jest/globals';
import { useGrants } from '../../../setup/database/grant-fixture.ts';

const grants = useGrants();
const { approve, grantInForce, propose } = grants;
const revoke = (name: string) =>
  grants.admin.call('admin-1', 'POST', `/v1/agencies/${name}/revoke`, { reason: 'test' });

describe('a revocation', () => {
  test('by any ORI of the agency ends the grant, and answers with the mark', async () => {
    const id = await grantInForce();
    const { body, status } = await revoke(grants.alias);
    expect(status).toBe(200);
    expect(body).toEqual({
      epoch: body.index,
      index: expect.any(Number),
      drained: 0,
      aborted: 0,
      expiredNodes: 0,
    });
    expect((await grants.admin.entries())[body.index]).toMatchObject({
      kind: 'revoked',
      agency: grants.ori,
      epoch: body.index,
    });
    expect((await grants.entries()).slice(-2)).toEqual([
      { kind: 'revoked', grant: null },
      { kind: 'revocation_effective', grant: null },
    ]);
    expect((await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body).toMatchObject({
      status: 'revoked',
      endedBy: grants.admin.persons['admin-1'],
      endedReason: 'test',
      endedIndex: body.index,
    });
  });

  test('is what ended the grant, whatever is revoked or marked after it', async () => {
    const id = await grantInForce();
    const first = (await revoke(grants.ori)).body.index;
    await revoke(grants.ori);
    const next = await grantInForce();
    const endedIndex = async (grant: string) =>
      (await grants.admin.call('auditor', 'GET', `/v1/grants/${grant}`)).body.endedIndex;
    expect([await endedIndex(id), await endedIndex(next)]).toEqual([first, null]);
    const { body } = await grants.admin.call('auditor', 'GET', `/v1/grants/${next}`);
    const kinds = (await grants.admin.entries()).map(({ kind }) => kind);
    expect([kinds[body.proposedIndex], kinds[body.approvedIndex]]).toEqual([
      'grant_proposed',
      'grant_approved',
    ]);
    await revoke(grants.ori);
  });

  test('is safe to repeat: each one places a mark', async () => {
    const first = (await revoke(grants.ori)).body.index;
    const second = await revoke(grants.ori);
    expect(second.status).toBe(200);
    expect(second.body.index).toBeGreaterThan(first);
  });

  test('under an Idempotency-Key is done once, and gives its first answer again', async () => {
    await grantInForce();
    const key = { 'Idempotency-Key': `revoke-${grants.ori}` };
    const path = `/v1/agencies/${grants.ori}/revoke`;
    const first = await grants.admin.call('admin-1', 'POST', path, { reason: 'test' }, key);
    const again = await grants.admin.call('admin-1', 'POST', path, { reason: 'test' }, key);
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect((await grants.entries()).filter(({ kind }) => kind === 'revoked')).toHaveLength(1);
  });

  test('under an Idempotency-Key is not said to be so once sharing was granted again: that takes a new key', async () => {
    await grantInForce();
    const path = `/v1/agencies/${grants.ori}/revoke`;
    const under = (key: string) =>
      grants.admin.call('admin-1', 'POST', path, { reason: 'test' }, { 'Idempotency-Key': key });
    expect((await under('first')).status).toBe(200);
    const id = await grantInForce();
    const again = await under('first');
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('use a new key')]);
    expect((await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body.status).toBe('active');
    expect((await under('second')).status).toBe(200);
  });

  test('is not hidden by a repeated approval under an Idempotency-Key', async () => {
    const { id } = (await propose()).body;
    const repeated = () =>
      grants.admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`, undefined, { 'Idempotency-Key': id });
    expect([(await repeated()).status, (await repeated()).status]).toEqual([200, 200]);
    await grants.admin.call('admin-1', 'POST', `/v1/grants/${id}/revoke`, { reason: 'test' });
    expect((await repeated()).status).toBe(409);
  });

  test.each([
    ['an agency', (ori: string) => ori, 200],
    ['no agency', () => 'CO9999900', 404],
  ])(
    'of %s with a proof that was used before is refused as that, and changes nothing',
    async (_, of, status) => {
      await grantInForce();
      const path = `/v1/agencies/${of(grants.ori)}/revoke`;
      const used = grants.admin.credentials('admin-1', 'POST', path);
      const { pool } = grants.admin;
      const first = await grants.admin.call(null, 'POST', path, { reason: 'test' }, used);
      const before = (await pool.query('SELECT size FROM log_checkpoint ORDER BY size DESC LIMIT 1')).rows;
      const again = await grants.admin.call(null, 'POST', path, { reason: 'test' }, used);
      expect(first.status).toBe(status);
      expect(again.status).toBe(401);
      expect(again.headers.get('WWW-Authenticate')).toContain('invalid_dpop_proof');
      expect((await pool.query('SELECT size FROM log_checkpoint ORDER BY size DESC LIMIT 1')).rows).toEqual(
        before,
      );
    },
  );

  test('of a grant that is revoked already answers as plainly, with a mark of its own', async () => {
    const id = await grantInForce();
    const path = `/v1/grants/${id}/revoke`;
    const first = await grants.admin.call('admin-1', 'POST', path, { reason: 'test' });
    const again = await grants.admin.call('admin-1', 'POST', path, { reason: 'once more' });
    expect(again.status).toBe(200);
    expect(again.body.index).toBeGreaterThan(first.body.index);
    expect((await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body.endedReason).toBe('test');
  });

  test('ends proposals too: only what is newly proposed and approved shares again', async () => {
    const waiting = (await propose()).body.id;
    await grantInForce();
    await revoke(grants.ori);
    expect((await approve(waiting)).status).toBe(409);
    await grantInForce();
  });

  test('of one grant names it in the log', async () => {
    const id = await grantInForce();
    const { body } = await grants.admin.call('admin-2', 'POST', `/v1/grants/${id}/revoke`, {
      reason: 'test',
    });
    expect((await grants.admin.entries())[body.index]).toMatchObject({
      kind: 'revoked',
      agency: grants.ori,
      grant: id,
    });
    expect((await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body.status).toBe('revoked');
  });

  test('wants a reason, and an agency or grant that exists', async () => {
    expect((await grants.admin.call('admin-1', 'POST', `/v1/agencies/${grants.ori}/revoke`, {})).status).toBe(
      422,
    );
    expect((await grants.admin.call('admin-1', 'POST', `/v1/agencies/${grants.ori}/revoke`)).status).toBe(
      422,
    );
    expect((await revoke('CO9999900')).status).toBe(404);
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const id of [unknown, 'nothing', '%00']) {
      const path = `/v1/grants/${id}/revoke`;
      expect((await grants.admin.call('admin-1', 'POST', path, { reason: 'x' })).status).toBe(404);
    }
  });
});

describe('at the same moment', () => {
  test('two approvals put one grant in force', async () => {
    const ids = [(await propose()).body.id, (await propose()).body.id];
    const answers = await Promise.all(ids.map((id) => approve(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('an approval and a revocation leave nothing in force, whichever comes first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = (await propose()).body;
      const [approved, revoked] = await Promise.all([approve(id), revoke(grants.ori)]);
      expect(revoked.status).toBe(200);
      expect([200, 409]).toContain(approved.status);
      expect(['revoked', 'withdrawn']).toContain(
        (await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body.status,
      );
    }
  });

  test('an approval and a change that makes the agency ineligible leave nothing in force', async () => {
    const { id } = (await propose()).body;
    const [, changed] = await Promise.all([
      approve(id),
      grants.admin.call('admin-1', 'PATCH', `/v1/agencies/${grants.ori}`, { has287g: true }),
    ]);
    // 409: the approval came between the plan and the lock; nothing of the change was done then.
    expect([200, 409]).toContain(changed.status);
    const { status } = (await grants.admin.call('auditor', 'GET', `/v1/grants/${id}`)).body;
    expect(status === 'active').toBe(changed.status === 409);
  });
});

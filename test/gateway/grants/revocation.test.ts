/** Revocations over HTTP, alone and at the same moment as an approval. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../setup/administration.ts';
import { sampleGrant } from '../../setup/sample-grant.ts';

let admin: Administration;
let serial = 0;
let ori: string;

beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());
beforeEach(async () => {
  serial += 1;
  ori = `CO07${String(serial).padStart(3, '0')}00`;
  await admin.register(ori, { oris: [ori, ori.replace(/00$/, '05')] as never });
});

const propose = (who = 'admin-1', changes = {}) =>
  admin.call(who, 'POST', '/v1/grants', sampleGrant(ori, changes));
const approve = (id: string, who = 'admin-2') => admin.call(who, 'POST', `/v1/grants/${id}/approve`);
const revoke = (name: string) =>
  admin.call('admin-1', 'POST', `/v1/agencies/${name}/revoke`, { reason: 'test' });
const kinds = async () =>
  (await admin.entries()).filter((entry) => entry.agency === ori).map(({ kind, grant }) => ({ kind, grant }));

async function grantInForce(): Promise<string> {
  const { id } = (await propose()).body;
  expect((await approve(id)).status).toBe(200);
  return id;
}

describe('a revocation', () => {
  test('by any ORI of the agency ends the grant, and answers with the mark', async () => {
    const id = await grantInForce();
    const { body, status } = await revoke(ori.replace(/00$/, '05'));
    expect(status).toBe(200);
    expect(body).toEqual({
      epoch: body.index,
      index: expect.any(Number),
      drained: 0,
      aborted: 0,
      expiredNodes: 0,
    });
    expect((await admin.entries())[body.index]).toMatchObject({
      kind: 'revoked',
      agency: ori,
      epoch: body.index,
    });
    expect((await kinds()).slice(-2)).toEqual([
      { kind: 'revoked', grant: null },
      { kind: 'revocation_effective', grant: null },
    ]);
    expect((await admin.call('auditor', 'GET', `/v1/grants/${id}`)).body).toMatchObject({
      status: 'revoked',
      endedBy: admin.persons['admin-1'],
      endedReason: 'test',
    });
  });

  test('is safe to repeat: each one places a mark', async () => {
    const first = (await revoke(ori)).body.index;
    const second = await revoke(ori);
    expect(second.status).toBe(200);
    expect(second.body.index).toBeGreaterThan(first);
  });

  test('ends proposals too: only what is newly proposed and approved shares again', async () => {
    const waiting = (await propose()).body.id;
    await grantInForce();
    await revoke(ori);
    expect((await approve(waiting)).status).toBe(409);
    await grantInForce();
  });

  test('of one grant names it in the log', async () => {
    const id = await grantInForce();
    const { body } = await admin.call('admin-2', 'POST', `/v1/grants/${id}/revoke`, { reason: 'test' });
    expect((await admin.entries())[body.index]).toMatchObject({ kind: 'revoked', agency: ori, grant: id });
    expect((await admin.call('auditor', 'GET', `/v1/grants/${id}`)).body.status).toBe('revoked');
  });

  test('wants a reason, and an agency or grant that exists', async () => {
    expect((await admin.call('admin-1', 'POST', `/v1/agencies/${ori}/revoke`, {})).status).toBe(422);
    expect((await admin.call('admin-1', 'POST', `/v1/agencies/${ori}/revoke`)).status).toBe(422);
    expect((await revoke('CO9999900')).status).toBe(404);
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const id of [unknown, 'nothing', '%00']) {
      const path = `/v1/grants/${id}/revoke`;
      expect((await admin.call('admin-1', 'POST', path, { reason: 'x' })).status).toBe(404);
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
      const [approved, revoked] = await Promise.all([approve(id), revoke(ori)]);
      expect(revoked.status).toBe(200);
      expect([200, 409]).toContain(approved.status);
      expect(['revoked', 'withdrawn']).toContain(
        (await admin.call('auditor', 'GET', `/v1/grants/${id}`)).body.status,
      );
    }
  });

  test('an approval and a change that makes the agency ineligible leave nothing in force', async () => {
    const { id } = (await propose()).body;
    const [, changed] = await Promise.all([
      approve(id),
      admin.call('admin-1', 'PATCH', `/v1/agencies/${ori}`, { has287g: true }),
    ]);
    // 409: the approval came between the plan and the lock; nothing of the change was done then.
    expect([200, 409]).toContain(changed.status);
    const { status } = (await admin.call('auditor', 'GET', `/v1/grants/${id}`)).body;
    expect(status === 'active').toBe(changed.status === 409);
  });
});

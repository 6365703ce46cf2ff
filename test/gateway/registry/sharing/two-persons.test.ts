/** A halt is ended by two persons, whatever one of them, a stolen key or the gateway's own role tries. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { findSharingState } from '../../../../gateway/registry/sharing/sharing-store.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';

const PARTNER = 'CO0800100';

let admin: Administration;
let grantId: string;
beforeAll(async () => {
  admin = await startAdministration();
  await admin.register(PARTNER);
  grantId = (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(PARTNER))).body.id;
  expect((await admin.call('admin-2', 'POST', `/v1/grants/${grantId}/approve`)).status).toBe(200);
});
afterAll(() => admin.close());

const resume = (who: string) => admin.call(who, 'POST', '/v1/sharing/resume', { reason: 'looked at it' });
const halt = async () => {
  const answer = await admin.call('admin-1', 'POST', '/v1/sharing/halt', { reason: 'a court order' });
  expect(answer.status).toBe(200);
  return answer.body.index as number;
};
const isHalted = async () => (await findSharingState(admin.pool)).halted;
const kinds = async () => (await admin.entries()).map(({ kind }) => kind);

let halted: number;
beforeEach(async () => {
  halted = await halt();
});

describe('one person', () => {
  test('does not resume alone, by whichever of their clients, and however often', async () => {
    const first = await resume('admin-1');
    const before = await kinds();
    for (const client of ['admin-1', 'laptop-1', 'laptop-1']) {
      const { body, status } = await resume(client);
      expect([status, body.status, body.index]).toEqual([202, 'proposed', first.body.index]);
    }
    expect(await kinds()).toEqual(before);
    expect(await isHalted()).toBe(true);
  });

  test('is shown what may be missing, and so is the second one before resuming', async () => {
    const { body } = await resume('admin-1');
    const { status, index, ...shown } = body;
    expect([status, index]).toEqual(['proposed', body.lastEntries[0].index]);
    expect(shown.halts[0]).toMatchObject({
      index: halted,
      by: admin.persons['admin-1'],
      person: 'admin-1',
      reason: 'a court order',
    });
    expect(shown.grants).toMatchObject([{ id: grantId, partner: PARTNER }]);
    // A restored database forgets removals, too.
    expect(shown.signIn).toEqual({
      clients: expect.any(Number),
      persons: expect.any(Number),
      issuers: 1,
      suspendedOfficers: 0,
    });
    expect(shown.lastEntries[0]).toMatchObject({ kind: 'resume_proposed', agency: null });
    expect(shown.lastEntries.map(({ kind }: { kind: string }) => kind)).toContain('halted');
    const seen = await admin.call('admin-2', 'GET', '/v1/sharing/resume');
    expect(seen.body).toEqual(shown);
    expect(seen.body.proposal).toMatchObject({ index, by: admin.persons['admin-1'], person: 'admin-1' });
  });
});

describe('a proposal', () => {
  test('ends with the next halt, which had another reason', async () => {
    await resume('admin-1');
    await halt();
    expect((await resume('admin-2')).status).toBe(202);
    expect(await isHalted()).toBe(true);
    expect((await resume('admin-1')).status).toBe(200);
  });

  test('does not outlive the resumption: the halt after it takes two persons again', async () => {
    expect([(await resume('admin-1')).status, (await resume('admin-2')).status]).toEqual([202, 200]);
    await halt();
    expect((await resume('admin-2')).status).toBe(202);
    expect((await admin.call('admin-1', 'GET', '/v1/sharing/resume')).body.halts).toHaveLength(1);
  });

  test('ends with anyone who made it: their key may have been the reason of the removal', async () => {
    await resume('admin-1');
    const update = async (status: string) => {
      const values = [admin.persons['admin-1'], status];
      await admin.ownerPool.query('UPDATE person SET status = $2 WHERE id = $1', values);
      await admin.reloadPersons();
    };
    await update('removed');
    const { body, status } = await resume('admin-2');
    await update('active');
    expect([status, body.proposal.person]).toEqual([202, 'admin-2']);
    expect(await isHalted()).toBe(true);
  });

  test('is made by nobody whose employee id is unknown: it could not be told who the second one is', async () => {
    const update = async (id: string | null) => {
      const values = [admin.persons['admin-1'], id];
      await admin.ownerPool.query('ALTER TABLE person DROP CONSTRAINT person_employee_known');
      await admin.ownerPool.query('UPDATE person SET employee_id = $2 WHERE id = $1', values);
      await admin.ownerPool.query(
        `ALTER TABLE person ADD CONSTRAINT person_employee_known
         CHECK (cardinality(roles) = 0 OR employee_id IS NOT NULL OR status = 'removed') NOT VALID`,
      );
      await admin.reloadPersons();
    };
    const { rows } = await admin.pool.query('SELECT employee_id AS id FROM person WHERE id = $1', [
      admin.persons['admin-1'],
    ]);
    await update(null);
    const { body, status } = await resume('admin-1');
    await update(rows[0].id);
    expect([status, body.detail]).toEqual([403, expect.stringContaining('you have no employee id')]);
    expect((await resume('admin-2')).status).toBe(202);
  });

  test('of two that are made at once one is the first, and both together are enough', async () => {
    const answers = await Promise.all([resume('admin-1'), resume('admin-2')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 202]);
    expect(await isHalted()).toBe(false);
  });
});

describe("the gateway's role", () => {
  test('cannot write that sharing is not halted, nor a proposal', async () => {
    for (const statement of [
      'UPDATE sharing_state SET halted = false',
      'UPDATE sharing_state SET halted = false, epoch = epoch',
      `INSERT INTO resume_proposal (epoch, entry, proposed_by) VALUES (${halted}, 1, '${admin.persons['admin-2']}')`,
      'UPDATE resume_proposal SET resumed_at = NULL, resumed_by = NULL',
      'DELETE FROM resume_proposal',
    ]) {
      await expect(admin.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    expect(await isHalted()).toBe(true);
  });

  test.each([
    ['nobody having proposed it', [], 'admin-1'],
    ['the same person having proposed it', ['admin-1'], 'admin-1'],
    ['for somebody who is not an administrator', ['admin-1'], 'chief'],
  ])('cannot resume with %s', async (_, proposers, who) => {
    for (const one of proposers) {
      await admin.pool.query('SELECT propose_resume($1, 1)', [admin.persons[one]]);
    }
    await expect(admin.pool.query('SELECT resume_sharing($1)', [admin.persons[who]])).rejects.toThrow(
      'a halt is ended by two administrators',
    );
    expect(await isHalted()).toBe(true);
  });

  test('cannot propose for somebody who is not an administrator', async () => {
    await expect(admin.pool.query('SELECT propose_resume($1, 1)', [admin.persons.auditor])).rejects.toThrow(
      'only an administrator',
    );
  });
});

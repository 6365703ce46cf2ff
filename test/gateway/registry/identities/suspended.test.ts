/** Persons who are suspended, and what one key cannot do to those who oversee the sharing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import { OWNER } from '../../../setup/database/test-registry.ts';

let admin: Administration;

beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

/** Everybody may sign in, and nothing is halted. */
beforeEach(async () => {
  await admin.ownerPool.query(`UPDATE person SET status = 'active'`);
  await admin.ownerPool.query(`UPDATE client_registration SET status = 'active'`);
  await admin.ownerPool.query('UPDATE sharing_state SET halted = false');
  await admin.reloadPersons();
});

type Who = Parameters<Administration['call']>[0];
const act = (verb: string, whom: string, who: Who = 'admin-1', headers = {}) =>
  admin.call(who, 'POST', `/v1/persons/${admin.persons[whom]}/${verb}`, { reason: 'a test' }, headers);
/** As on a node that has heard of it. */
const suspend = async (whom: string, who?: Who) => {
  const answer = await act('suspend', whom, who);
  await admin.reloadPersons();
  return answer;
};
const remove = (whom: string, who?: Who) => act('remove', whom, who);
const reinstate = async (whom: string, who?: Who) => {
  const answer = await act('reinstate', whom, who);
  await admin.reloadPersons();
  return answer;
};
/** 200: may sign in; 401: may not. */
const signsIn = async (who: Who) => (await admin.call(who, 'GET', '/v1/persons')).status;
const isHalted = async () => (await admin.call('admin-1', 'GET', '/v1/sharing')).body.halted;
const statusOf = async (whom: string) => {
  const { body } = await admin.call('admin-1', 'GET', '/v1/persons');
  return body.persons.find(({ id }: { id: string }) => id === admin.persons[whom]).status;
};
const kinds = async (from: number) => (await admin.entries()).slice(from).map(({ kind }) => kind);

describe('a stolen sign-in', () => {
  test.each(['admin-2', 'reviewer', 'auditor', 'chief'] as const)(
    'of %s ends with one call of one person, and sharing goes on',
    async (whom) => {
      expect(await signsIn(whom)).toBe(200);
      const { body, status } = await suspend(whom);
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'suspended', halted: false, epoch: body.index, expiredNodes: 0 });
      expect([await signsIn(whom), await statusOf(whom), await isHalted()]).toEqual([
        401,
        'suspended',
        false,
      ]);
      const [mark, effective] = (await admin.entries()).slice(body.index);
      expect(mark).toMatchObject({ kind: 'person_suspended', agency: OWNER, epoch: body.index });
      expect(effective).toMatchObject({ kind: 'revocation_effective' });
      expect(JSON.stringify(mark)).not.toContain(admin.persons[whom]);
      expect((await suspend(whom)).body.index).toBeGreaterThan(body.index);
    },
  );

  test('of an administrator is ended by the Chief too', async () => {
    expect((await suspend('admin-1', 'chief')).status).toBe(200);
    expect(await signsIn('admin-1')).toBe(401);
  });

  test('of somebody whom nobody knows, or who was removed, is not suspended', async () => {
    const none = await admin.call('admin-1', 'POST', `/v1/persons/${crypto.randomUUID()}/suspend`, {
      reason: 'x',
    });
    await admin.ownerPool.query(`UPDATE person SET status = 'removed' WHERE subject = 'reviewer'`);
    expect([none.status, (await suspend('reviewer')).status]).toEqual([404, 409]);
    await admin.ownerPool.query(`UPDATE person SET status = 'active' WHERE subject = 'reviewer'`);
  });

  test('ends the clients that act for the person, which are listed so', async () => {
    await suspend('admin-2');
    const { body } = await admin.call('admin-1', 'GET', '/v1/clients?status=suspended');
    expect(body.clients).toMatchObject([{ clientId: 'admin-2', personId: admin.persons['admin-2'] }]);
  });
});

describe('a suspended person', () => {
  test('signs in again when another one reinstates them', async () => {
    await suspend('reviewer');
    const { body, status } = await reinstate('reviewer', 'admin-2');
    expect([status, body.status, await signsIn('reviewer')]).toEqual([200, 'active', 200]);
    expect((await admin.entries())[body.index]).toMatchObject({ kind: 'person_reinstated', agency: OWNER });
    expect((await reinstate('reviewer')).status).toBe(409);
  });

  test('is reinstated by the Chief too, and not by themselves', async () => {
    await suspend('admin-2');
    expect((await reinstate('admin-1', 'admin-1')).status).toBe(403);
    expect((await reinstate('admin-2', 'chief')).status).toBe(200);
  });

  test('goes on with no token of before', async () => {
    const old = admin.credentials('reviewer', 'GET', '/v1/persons');
    await suspend('reviewer');
    // Issuers give whole seconds: the token is of an earlier one.
    await admin.ownerPool.query(
      `UPDATE person SET status = 'active', reinstated_at = clock_timestamp() + interval '1 second' WHERE subject = 'reviewer'`,
    );
    await admin.reloadPersons();
    const { status } = await fetch(`${admin.url}/v1/persons`, { headers: old });
    expect(status).toBe(401);
    await admin.ownerPool.query(`UPDATE person SET reinstated_at = NULL WHERE subject = 'reviewer'`);
  });

  test('stands by nothing that was proposed in their name before', async () => {
    const partner = await admin.register('CO0801900');
    const proposed = await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(partner.ori));
    expect(proposed.status).toBe(201);
    expect((await remove('auditor')).status).toBe(202);
    await suspend('admin-1', 'chief');
    expect((await reinstate('admin-1', 'chief')).status).toBe(200);
    const approved = await admin.call('admin-2', 'POST', `/v1/grants/${proposed.body.id}/approve`);
    expect([approved.status, approved.body.detail]).toEqual([
      403,
      expect.stringContaining('propose it again'),
    ]);
    expect([(await remove('auditor', 'admin-2')).status, await signsIn('auditor')]).toEqual([202, 200]);
    await admin.ownerPool.query(`UPDATE proposal SET proposed_at = now() - interval '73 hours'`);
  });

  test('goes on with no session of before', async () => {
    await admin.ownerPool.query(
      `INSERT INTO page_session (id, issuer, subject, sealed)
       SELECT decode(md5(p.subject) || md5(p.subject), 'hex'), i.issuer, p.subject, 'x'
       FROM person p JOIN identity_issuer i ON i.id = p.issuer_id WHERE p.subject IN ('reviewer', 'auditor')`,
    );
    await suspend('reviewer');
    expect((await reinstate('reviewer')).status).toBe(200);
    const { rows } = await admin.ownerPool.query('SELECT subject FROM page_session');
    expect(rows).toEqual([{ subject: 'auditor' }]);
  });
});

describe('those who oversee the sharing', () => {
  test.each(['chief', 'auditor'] as const)(
    'are removed by two administrators: %s signs in until the second one does it',
    async (whom) => {
      const first = await remove(whom);
      expect([first.status, first.body.status, await signsIn(whom)]).toEqual([202, 'proposed', 200]);
      expect((await admin.entries())[first.body.index]).toMatchObject({ kind: 'person_removal_proposed' });
      const again = await remove(whom);
      expect([again.status, again.body.index]).toEqual([202, first.body.index]);
      // Another client of the same person is no second one.
      expect((await remove(whom, 'laptop-1')).status).toBe(202);
      expect(await signsIn(whom)).toBe(200);
      const second = await remove(whom, 'admin-2');
      expect([second.status, second.body.halted, await signsIn(whom)]).toEqual([200, false, 401]);
    },
  );

  test('are not removed on the word of an administrator who was suspended since, or of 72 hours ago', async () => {
    expect((await remove('chief')).status).toBe(202);
    await suspend('admin-1', 'chief');
    const alone = await remove('chief', 'admin-2');
    expect([alone.status, await signsIn('chief')]).toEqual([202, 200]);
    await reinstate('admin-1', 'chief');
    await admin.ownerPool.query(`UPDATE proposal SET proposed_at = now() - interval '73 hours'`);
    expect((await remove('chief', 'admin-1')).status).toBe(202);
    expect(await signsIn('chief')).toBe(200);
  });

  test('keep one who sees: the last who can sign in is suspended by two, and then all sharing is halted', async () => {
    expect((await suspend('chief')).status).toBe(200);
    const first = await suspend('auditor');
    expect([first.status, first.body.status]).toEqual([202, 'proposed']);
    expect([await signsIn('auditor'), await isHalted()]).toEqual([200, false]);
    const before = (await admin.entries()).length;
    const second = await suspend('auditor', 'admin-2');
    expect([second.status, second.body.status, second.body.halted]).toEqual([200, 'suspended', true]);
    expect([await signsIn('auditor'), await isHalted()]).toEqual([401, true]);
    expect(await kinds(before)).toEqual([
      ...['halted', 'revocation_effective', 'person_suspended', 'revocation_effective'],
    ]);
    const resumed = await admin.call('admin-1', 'POST', '/v1/sharing/resume', { reason: 'go on' });
    expect([resumed.status, resumed.body.detail]).toEqual([409, expect.stringContaining('Chief')]);
    expect((await reinstate('chief')).status).toBe(200);
    for (const [who, status] of [
      ['admin-1', 202],
      ['admin-2', 200],
    ] as const) {
      const went = await admin.call(who, 'POST', '/v1/sharing/resume', { reason: 'go on' });
      expect(went.status).toBe(status);
    }
    expect(await isHalted()).toBe(false);
  });

  test('suspended at once by two administrators keep one who signs in', async () => {
    for (let round = 0; round < 6; round += 1) {
      const answers = await Promise.all([suspend('chief', 'admin-1'), suspend('auditor', 'admin-2')]);
      const left = (await Promise.all([signsIn('chief'), signsIn('auditor')])).filter((one) => one === 200);
      expect([left.length, await isHalted()]).toEqual([1, false]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      await admin.ownerPool.query(`UPDATE person SET status = 'active'`);
      await admin.reloadPersons();
    }
  });

  test('are not cut off by the removal of their clients or issuer without a halt of all sharing', async () => {
    const { body } = await admin.call('admin-1', 'GET', '/v1/clients');
    const clientOf = (name: string) =>
      body.clients.find(({ clientId }: { clientId: string }) => clientId === name).id;
    const cut = (name: string) =>
      admin.call('admin-1', 'POST', `/v1/clients/${clientOf(name)}/remove`, { reason: 'a test' });
    expect([(await cut('chief')).body.halted, await isHalted()]).toEqual([false, false]);
    const last = await cut('auditor');
    expect([last.status, last.body.halted, await isHalted()]).toEqual([200, true, true]);
  });

  test('must be there before a grant is put in force', async () => {
    const { ori } = await admin.register('CO0800200');
    const { body } = await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(ori));
    await suspend('chief');
    await suspend('auditor');
    await suspend('auditor', 'admin-2');
    const approve = () => admin.call('admin-2', 'POST', `/v1/grants/${body.id}/approve`);
    const refused = await approve();
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('auditor')]);
    await reinstate('auditor');
    expect((await approve()).status).toBe(200);
  });
});

describe('the gateway’s own log-in', () => {
  const sql = (statement: string) =>
    admin.pool.query(statement).then(
      () => 'done',
      (error: Error & { constraint?: string }) => error.constraint,
    );

  test('reinstates nobody, removes nobody who oversees, and does not suspend the last of them, by a statement', async () => {
    await suspend('reviewer');
    expect(await sql(`UPDATE person SET status = 'active' WHERE subject = 'reviewer'`)).toBe('person_told');
    expect(await sql(`UPDATE person SET status = 'removed' WHERE subject = 'chief'`)).toBe('person_told');
    await suspend('chief');
    expect(await sql(`UPDATE person SET status = 'suspended' WHERE subject = 'auditor'`)).toBe('person_told');
    expect(await signsIn('auditor')).toBe(200);
  });

  test('forges no proposal, and carries none out', async () => {
    const [one, two] = [admin.persons['admin-1'], admin.persons['admin-2']];
    const about = admin.persons.chief;
    expect(
      await sql(
        `INSERT INTO proposal (act, about, entry, proposed_by) VALUES ('remove_person', '${about}', 1, '${one}')`,
      ),
    ).toBe('proposal_made_told');
    await remove('chief');
    expect(
      await sql(`UPDATE proposal SET approved_by = '${two}', approved_at = now()
        WHERE id = (SELECT max(id) FROM proposal WHERE approved_by IS NULL)`),
    ).toBe('proposal_approved_told');
    expect(
      await sql(`WITH p AS (UPDATE proposal SET approved_by = '${two}', approved_at = now()
        WHERE id = (SELECT max(id) FROM proposal WHERE approved_by IS NULL))
        UPDATE person SET status = 'removed' WHERE id = '${about}'`),
    ).toMatch(/told/);
    expect(await signsIn('chief')).toBe(200);
  });

  test('cannot end the last client of those who oversee without a halt, nor resume then', async () => {
    await sql(`UPDATE client_registration SET status = 'removed' WHERE client_id IN ('chief', 'auditor')`);
    expect(await isHalted()).toBe(true);
  });
});

/** A witness is taken out by two persons, whatever one of them or the gateway's own role tries. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../setup/administration.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const remove = (who: string, witness = 'sheriff') =>
  admin.call(who, 'POST', `/v1/log/witnesses/${witness}/remove`, { reason: 'its key was stolen' });
const list = async () => (await admin.call('auditor', 'GET', '/v1/log/witnesses')).body;
const newest = async () => (await admin.entries()).at(-1) as { kind: string; agency: string | null };
const keyOf = async (witness: string) =>
  (await list()).witnesses.find(({ name }: { name: string }) => name === witness).key as string;

describe('a witness', () => {
  test('counts until it is taken out, and is not taken out by one person, however often', async () => {
    expect(await list()).toMatchObject({
      witnesses: [
        { name: 'sheriff', url: 'https://sheriff.test', removal: null },
        { name: 'university', removal: null },
      ],
      quorumReachable: true,
    });
    const first = await remove('admin-1');
    expect([first.status, first.body.status]).toEqual([202, 'proposed']);
    expect(await newest()).toMatchObject({ kind: 'witness_removal_proposed', agency: null });
    for (const client of ['admin-1', 'laptop-1']) {
      expect((await remove(client)).body).toMatchObject({ status: 'proposed', index: first.body.index });
    }
    expect((await list()).witnesses[0].removal).toEqual({
      status: 'proposed',
      index: first.body.index,
      at: expect.any(String),
      by: admin.persons['admin-1'],
      person: 'admin-1',
      reason: 'its key was stolen',
    });
  });

  test('is taken out by another administrator, once', async () => {
    const { body, status } = await remove('admin-2');
    expect([status, body.status, body.quorumReachable]).toEqual([200, 'removed', true]);
    expect(await newest()).toMatchObject({ kind: 'witness_removed', agency: null });
    expect(body.witnesses[0].removal).toMatchObject({ status: 'removed', person: 'admin-2' });
    expect((await remove('admin-1')).body).toMatchObject({ status: 'removed', index: body.index });
  });

  test('is not taken out on a proposal that is older than seven days, or of somebody who was removed', async () => {
    expect((await remove('admin-1', 'university')).status).toBe(202);
    const update = (what: string) =>
      admin.ownerPool.query(`UPDATE witness_removal SET expires_at = ${what} WHERE removed_by IS NULL`);
    await update('clock_timestamp()');
    expect((await remove('admin-2', 'university')).status).toBe(202);
    await admin.ownerPool.query(`UPDATE person SET status = 'removed' WHERE id = $1`, [
      admin.persons['admin-2'],
    ]);
    await admin.reloadPersons();
    expect((await list()).witnesses[1].removal).toBeNull();
    await admin.ownerPool.query(`UPDATE person SET status = 'active' WHERE id = $1`, [
      admin.persons['admin-2'],
    ]);
    await admin.reloadPersons();
    expect((await list()).witnesses[1].removal).toMatchObject({ status: 'proposed', person: 'admin-2' });
  });

  test('that is the last one leaves a quorum that nobody can reach, and the answer says so', async () => {
    const { body, status } = await remove('admin-1', 'university');
    expect([status, body.quorumReachable]).toEqual([200, false]);
  });

  test('that the policy does not name is not found', async () => {
    expect((await remove('admin-1', 'nobody')).status).toBe(404);
  });
});

describe("the gateway's role", () => {
  test('cannot write a removal, nor a proposal', async () => {
    const person = admin.persons['admin-2'];
    for (const statement of [
      `INSERT INTO witness_removal (witness, entry, proposed_by) VALUES ('w', 1, '${person}')`,
      `UPDATE witness_removal SET removed_by = '${person}'`,
      'DELETE FROM witness_removal',
    ]) {
      await expect(admin.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('cannot propose for somebody who is not an administrator, nor confirm what nobody else proposed', async () => {
    await expect(
      admin.pool.query(`SELECT propose_witness_removal($1, 'w', 1)`, [admin.persons.auditor]),
    ).rejects.toThrow('only an administrator');
    await expect(
      admin.pool.query(`SELECT remove_witness($1, 'w', 1)`, [admin.persons['admin-1']]),
    ).rejects.toThrow('by two administrators');
  });

  test('cannot do either without an entry of the log that tells of it', async () => {
    const told = /no entry of the log tells of it/;
    const persons = [admin.persons['admin-1'], admin.persons['admin-2']];
    await expect(
      admin.pool.query(`SELECT propose_witness_removal($1, $2, 1)`, [persons[0], await keyOf('sheriff')]),
    ).rejects.toThrow(told);
    const client = await admin.pool.connect();
    await client.query('BEGIN');
    await client.query(`SELECT propose_witness_removal($1, 'w', 1)`, [persons[0]]);
    await client.query(`SELECT remove_witness($1, 'w', 1)`, [persons[1]]);
    await expect(client.query('COMMIT')).rejects.toThrow(told);
    client.release();
  });
});

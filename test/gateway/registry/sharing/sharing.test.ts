/** The master switch over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRegistry } from '../../../../gateway/registry/agencies/registry-store.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const post = (path: string, body?: unknown, who = 'admin-1') =>
  admin.call(who, 'POST', `/v1/sharing/${path}`, body);
/** By two administrators: the first one proposes. */
async function resume(reason = 'a test is over') {
  expect((await post('resume', { reason }, 'admin-1')).status).toBe(202);
  return post('resume', { reason }, 'admin-2');
}
const isHalted = async () => (await loadRegistry(admin.pool, admin.owner)).halted;

describe('a halt', () => {
  test('stops sharing with everybody, by one person, and is a mark that binds everybody', async () => {
    const { body, status } = await post('halt', { reason: 'court order' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'halted',
      epoch: body.index,
      drained: 0,
      aborted: 0,
      expiredNodes: 0,
    });
    expect((await admin.entries())[body.index]).toMatchObject({
      kind: 'halted',
      agency: null,
      epoch: body.index,
    });
    expect(await isHalted()).toBe(true);
    expect((await admin.call('auditor', 'GET', '/v1/sharing')).body).toMatchObject({
      halted: true,
      epoch: body.index,
    });
  });

  test('is shown to the owner’s people with who ordered it, when, why and for whom', async () => {
    const { body } = await post('halt', { reason: 'the order was served again' }, 'chief');
    const { body: sharing } = await admin.call('auditor', 'GET', '/v1/sharing');
    expect(sharing.halts[0]).toEqual({
      index: body.index,
      at: expect.stringMatching(/^20.*Z$/),
      by: admin.persons.chief,
      person: 'chief',
      reason: 'the order was served again',
      scope: 'everybody',
    });
    expect(sharing.halts[1]).toMatchObject({ person: 'admin-1', reason: 'court order' });
    expect(sharing.proposal).toBeNull();
    // What was said is in the owner's detail, and not in the tree.
    expect(JSON.stringify(await admin.entries())).not.toContain('served again');
  });

  test('is safe to repeat, and does not wait for words', async () => {
    expect((await post('halt')).status).toBe(200);
    expect((await post('halt', {})).status).toBe(200);
    expect((await post('halt', { why: 'x' })).status).toBe(422);
    expect(await isHalted()).toBe(true);
    expect((await admin.call('auditor', 'GET', '/v1/sharing')).body.halts[0]).toMatchObject({ reason: '' });
  });

  test.each([undefined, {}, { reason: '' }, { reason: ' ' }])(
    'is not ended without a reason: %j',
    async (body) => {
      const before = await admin.entries();
      const refused = await post('resume', body);
      expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining('reason')]);
      expect(await admin.entries()).toEqual(before);
    },
  );

  test('is ended by two administrators, each with an entry that is not a mark', async () => {
    await admin.register('CO0800100');
    const first = await post('resume', { reason: 'order lifted' }, 'admin-1');
    expect([first.status, first.body.status]).toEqual([202, 'proposed']);
    expect(await isHalted()).toBe(true);
    expect((await admin.call('chief', 'GET', '/v1/sharing')).body.proposal).toEqual({
      index: first.body.index,
      at: expect.stringMatching(/^20.*Z$/),
      by: admin.persons['admin-1'],
      person: 'admin-1',
      reason: 'order lifted',
    });
    const { body, status } = await post('resume', { reason: 'order lifted' }, 'admin-2');
    expect([status, body]).toEqual([200, { status: 'resumed', index: body.index }]);
    for (const [index, kind] of [
      [first.body.index, 'resume_proposed'],
      [body.index, 'resumed'],
    ]) {
      const entry = (await admin.entries())[index];
      expect(entry).toMatchObject({ kind, agency: null });
      expect(entry?.epoch).not.toBe(index);
    }
    expect(await isHalted()).toBe(false);
    expect((await admin.call('auditor', 'GET', '/v1/sharing')).body).toMatchObject({
      halted: false,
      halts: [],
      proposal: null,
      resumed: { at: expect.stringMatching(/^20.*Z$/), by: admin.persons['admin-2'], person: 'admin-2' },
    });
  });

  test('is ordered by the Chief, too', async () => {
    expect((await post('halt', { reason: 'misuse' }, 'chief')).status).toBe(200);
    expect(await isHalted()).toBe(true);
    expect((await resume()).status).toBe(200);
  });
});

test('a halt under an Idempotency-Key is not said to be in force after a resume: that takes a new key', async () => {
  const halt = (key: string) =>
    admin.call('admin-1', 'POST', '/v1/sharing/halt', {}, { 'Idempotency-Key': key });
  const first = await halt('first');
  expect((await halt('first')).text).toBe(first.text);
  await resume();
  expect((await halt('first')).status).toBe(409);
  expect(await isHalted()).toBe(false);
  expect((await halt('second')).status).toBe(200);
  await resume();
});

test('a resume under an Idempotency-Key is not said to be in force after another halt', async () => {
  const keyed = (who: string) =>
    admin.call(who, 'POST', '/v1/sharing/resume', { reason: 'a test' }, { 'Idempotency-Key': 'resume' });
  await post('halt', {});
  const proposed = [await keyed('admin-1'), await keyed('admin-1')];
  expect(proposed.map(({ status }) => status)).toEqual([202, 202]);
  expect([(await keyed('admin-2')).status, (await keyed('admin-2')).status]).toEqual([200, 200]);
  expect((await keyed('admin-1')).status).toBe(202);
  await post('halt', {});
  for (const who of ['admin-1', 'admin-2']) expect((await keyed(who)).status).toBe(409);
  expect(await isHalted()).toBe(true);
  await resume();
});

describe('where the session of the change is ended under it, as by a revoke that it stood in the way of', () => {
  beforeAll(async () => {
    const ended = (change: string, parameters: string, values: string) => `
      ALTER FUNCTION ${change} RENAME TO ${change}_whole;
      CREATE FUNCTION ${change}(${parameters}) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          IF nextval('change_number') <= 2 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
          PERFORM ${change}_whole(${values});
        END $$;`;
    await admin.ownerPool.query(`
      CREATE SEQUENCE change_number;
      GRANT USAGE ON SEQUENCE change_number TO PUBLIC;
      ${ended('halt_sharing', '', '')} ${ended('resume_sharing', 'who uuid', 'who')}`);
  });

  test.each(['halt', 'resume'])('a %s is done all the same, once, and answers plainly', async (change) => {
    await admin.ownerPool.query("SELECT setval('change_number', 1, false)");
    if (change === 'resume') await post('resume', { reason: 'test' }, 'admin-2');
    const before = (await admin.entries()).length;
    const { body, status } = await post(change, { reason: 'test' });
    expect(status).toBe(200);
    const kinds = (await admin.entries()).slice(before).map(({ kind }) => kind);
    expect(kinds).toEqual(change === 'halt' ? ['halted', 'revocation_effective'] : ['resumed']);
    expect(body.index).toBe(before);
  });
});

describe('where the database fails before anything is lowered', () => {
  test.each(['/v1/sharing/halt', '/v1/agencies/CO0010000/revoke'])(
    'POST %s says that nothing is revoked and that the node has stopped, and so it is',
    async (path) => {
      const other = await startAdministration();
      await other.ownerPool.query('ALTER TABLE proof_used RENAME TO gone');
      const { body, status } = await other.call('admin-1', 'POST', path, { reason: 'test' });
      expect([status, body.detail]).toEqual([
        503,
        'not revoked; this node has stopped: the database cannot be reached; repeat the call',
      ]);
      expect(() => other.inFlight.enter(1)).toThrow('this node is not sure of its lease just now');
      await other.close();
    },
  );
});

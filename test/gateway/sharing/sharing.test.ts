/** The master switch over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRegistry } from '../../../gateway/agencies/registry-store.ts';
import { type Administration, startAdministration } from '../../setup/administration.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const post = (path: string, body?: unknown, who = 'admin-1') =>
  admin.call(who, 'POST', `/v1/sharing/${path}`, body);
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
    expect((await admin.call('auditor', 'GET', '/v1/sharing')).body).toEqual({
      halted: true,
      epoch: body.index,
    });
  });

  test('is safe to repeat, and does not wait for words', async () => {
    expect((await post('halt')).status).toBe(200);
    expect((await post('halt', {})).status).toBe(200);
    expect((await post('halt', { why: 'x' })).status).toBe(422);
    expect(await isHalted()).toBe(true);
  });

  test('is ended by one administrator, with an entry that is no mark', async () => {
    const { body, status } = await post('resume', { reason: 'order lifted' }, 'admin-2');
    expect([status, body.status]).toEqual([200, 'resumed']);
    const entry = (await admin.entries())[body.index];
    expect(entry).toMatchObject({ kind: 'resumed', agency: null });
    expect(entry?.epoch).not.toBe(body.index);
    expect(await isHalted()).toBe(false);
  });

  test.each(['auditor', 'reviewer', 'chief'])('is neither ordered nor ended by the %s', async (who) => {
    expect((await post('halt', {}, who)).status).toBe(403);
    expect((await post('resume', {}, who)).status).toBe(403);
  });
});

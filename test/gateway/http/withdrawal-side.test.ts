/** What lowers a right, sign-in for it included, waits for nothing that others hold. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { type Administration, startAdministration } from '../../setup/administration.ts';

const PARTNER = 'CO0010000';
const reason = 'it must end now';

let admin: Administration;
let held: pg.PoolClient[];

beforeEach(async () => {
  admin = await startAdministration();
  await admin.register(PARTNER);
  held = [];
});
afterEach(async () => {
  for (const client of held) client.release();
  await admin.close();
});

/** As searches that never end would, on the connections of everything else. */
async function holdAll(): Promise<void> {
  const { max } = (admin.pool as unknown as { readonly options: { readonly max: number } }).options;
  held = await Promise.all(Array.from({ length: max }, () => admin.pool.connect()));
}

describe('with every other connection taken', () => {
  test.each<[string, string, string, object]>([
    ['an agency is revoked', 'POST', `/v1/agencies/${PARTNER}/revoke`, { reason }],
    ['all sharing is halted', 'POST', '/v1/sharing/halt', { reason }],
    ['an agency is found to hold a 287(g)', 'PATCH', `/v1/agencies/${PARTNER}`, { has287g: true, reason }],
  ])('%s', async (_, method, path, body) => {
    // Known before, as an administrator at work is.
    await admin.call('admin-1', 'GET', '/v1/sharing');
    await holdAll();
    const answer = await admin.call('admin-1', method, path, body);
    expect({ status: answer.status, detail: answer.body.detail }).toEqual({ status: 200, detail: undefined });
    expect((await admin.call('admin-1', 'POST', '/v1/sharing/halt', { reason })).status).toBe(200);
  });

  test('a client is removed, and one with an `Idempotency-Key` is answered', async () => {
    const { body } = await admin.call('admin-1', 'GET', '/v1/clients');
    const { id } = body.clients.find((client: { clientId: string }) => client.clientId !== 'admin-1');
    await holdAll();
    const key = { 'Idempotency-Key': 'once' };
    const remove = () => admin.call('admin-1', 'POST', `/v1/clients/${id}/remove`, { reason }, key);
    expect((await remove()).status).toBe(200);
    expect((await remove()).headers.get('idempotency-replayed')).toBe('true');
  });
});

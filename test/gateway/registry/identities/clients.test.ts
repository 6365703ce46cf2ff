/** Clients over HTTP: listed, removed for good. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../../setup/administration.ts';

const PARTNER = 'CO0800100';

let admin: Administration;
let ids: readonly string[];

beforeAll(async () => {
  admin = await startAdministration();
  const { id } = await admin.register(PARTNER);
  const { rows } = await admin.ownerPool.query(
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
     SELECT i.id, 'partner-' || n, $1, $2 FROM identity_issuer i, generate_series(1, 4) n ORDER BY n
     RETURNING id::text AS id`,
    [id, PARTNER],
  );
  ids = rows.map((row) => row.id);
});
afterAll(() => admin.close());

const get = (path: string, who = 'auditor') => admin.call(who, 'GET', path);
const remove = (id: unknown, headers = {}, who = 'admin-1', body: unknown = { reason: 'key lost' }) =>
  admin.call(who, 'POST', `/v1/clients/${id}/remove`, body, headers);
const statusOf = async (id: unknown) =>
  (await get(`/v1/clients?agency=${PARTNER}`)).body.clients.find((each: { id: string }) => each.id === id)
    ?.status;

describe('clients', () => {
  test('are listed by agency and status, and paged', async () => {
    const { body, status } = await get(`/v1/clients?agency=${PARTNER}`);
    expect(status).toBe(200);
    expect(body.clients.map((each: { id: string }) => each.id)).toEqual(ids);
    expect(body.clients[0]).toMatchObject({ agency: PARTNER, clientId: 'partner-1', status: 'active' });
    expect((await get(`/v1/clients?agency=${PARTNER}&status=removed`)).body.clients).toEqual([]);
    const first = (await get(`/v1/clients?agency=${PARTNER}&limit=3`)).body;
    const rest = (await get(`/v1/clients?agency=${PARTNER}&limit=3&after=${first.next}`)).body;
    expect([first.clients.length, rest.clients.length, rest.next]).toEqual([3, 1, null]);
    const ofOwner = (await get('/v1/clients?agency=CO0010300')).body.clients;
    expect(ofOwner.find((each: { clientId: string }) => each.clientId === 'laptop-1').personId).toBe(
      admin.persons['admin-1'],
    );
    expect((await get('/v1/clients?agency=CO0899900')).status).toBe(404);
    expect((await get('/v1/clients?after=x')).status).toBe(422);
  });

  test('are removed by one person: a mark of their agency that names them only in its detail', async () => {
    const id = ids[0] as string;
    const { body, status } = await remove(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, status: 'removed', epoch: body.index, expiredNodes: 0 });
    const [mark, effective] = (await admin.entries()).slice(body.index);
    expect(mark).toMatchObject({ kind: 'client_changed', agency: PARTNER, epoch: body.index });
    expect(effective).toMatchObject({ kind: 'revocation_effective', agency: PARTNER });
    expect(JSON.stringify(mark)).not.toContain('partner-1');
    const { rows } = await admin.pool.query('SELECT owner_detail FROM audit_detail WHERE index = $1', [
      body.index,
    ]);
    expect(JSON.parse(rows[0].owner_detail)).toMatchObject({
      by: admin.persons['admin-1'],
      reason: 'key lost',
      client: { id, clientId: 'partner-1' },
    });
    expect((await admin.agency(PARTNER)).epoch).toBe(body.index);
    expect((await get(`/v1/clients?agency=${PARTNER}&status=removed`)).body.clients).toMatchObject([{ id }]);
  });

  test('removed once more are removed still, with a mark that waits for the drain of the first', async () => {
    const id = ids[0] as string;
    const first = (await remove(id)).body;
    const { body, status } = await remove(id);
    expect([status, body.status, await statusOf(id)]).toEqual([200, 'removed', 'removed']);
    expect(body.index).toBeGreaterThan(first.index);
  });

  test('a repeated Idempotency-Key places no second mark, and does not say removed of who was registered again', async () => {
    const id = ids[1] as string;
    const again = () => remove(id, { 'Idempotency-Key': 'one' });
    const first = await again();
    const before = (await admin.entries()).length;
    const second = await again();
    expect([first.status, second.status, second.text]).toEqual([200, 200, first.text]);
    expect(await admin.entries()).toHaveLength(before);
    await admin.ownerPool.query(`UPDATE client_registration SET status = 'active' WHERE id = $1`, [id]);
    expect((await again()).status).toBe(409);
    expect(await statusOf(id)).toBe('active');
  });

  test('are removed for a reason, if they exist', async () => {
    const id = ids[2] as string;
    expect((await remove(id, {}, 'admin-1', {})).status).toBe(422);
    const before = (await admin.entries()).length;
    for (const none of ['999999', '0', '01', '1.5', '-1', 'partner-3', '9'.repeat(19)]) {
      expect([none, (await remove(none)).status]).toEqual([none, 404]);
    }
    expect(await admin.entries()).toHaveLength(before);
    expect(await statusOf(id)).toBe('active');
  });

  test('removed are refused with their next request: 401, not 403', async () => {
    const { clients } = (await get('/v1/clients?agency=CO0010300')).body;
    const laptop = clients.find((each: { clientId: string }) => each.clientId === 'laptop-1');
    expect((await get('/v1/clients', 'laptop-1')).status).toBe(200);
    expect((await remove(laptop.id)).status).toBe(200);
    // This node is told of nothing: it looks.
    expect((await get('/v1/clients', 'laptop-1')).status).toBe(401);
    expect((await get('/v1/clients', 'admin-1')).status).toBe(200);
  });
});

/** Where reads are sent takes two persons, as a grant does: one sets a partner's endpoint, another approves it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { findEndpoint, setEndpointApproved } from '../../../../gateway/hot-lists/delivery/endpoints-store.ts';
import { eventually } from '../../../setup/eventually.ts';
import { type HotListNode, startHotListNode } from '../lists/node-fixture.ts';
import { SALT } from '../lists/partner-server.ts';
import { signedInBefore } from '../lists/sign-in-as.ts';

const PATH = '/v1/agencies/CO0010000/endpoint';
const [A, B] = ['https://adams.example/a', 'https://adams.example/b'];

let node: HotListNode;

beforeAll(async () => {
  node = await startHotListNode({ jobs: false });
});
afterEach(() => node.exchange.ownerPool.query('DELETE FROM partner_endpoint'));
afterAll(() => node.close());

const set = (url: string, who = 'admin') => node.call(who, 'POST', PATH, { url });
const approve = (url: string, who = 'admin-2', headers = {}) =>
  node.call(who, 'POST', `${PATH}/approve`, { url }, headers);
const listed = async () => (await node.call('admin', 'GET', '/v1/endpoints')).body.endpoints;
const inForce = () => findEndpoint(node.exchange.pool, node.exchange.agencyId);
const setStatus = (personId: string, status: string) =>
  node.exchange.ownerPool.query('UPDATE person SET status = $2 WHERE id = $1', [personId, status]);

describe('an endpoint', () => {
  test('is proposed by one administrator and approved by another; both are named, in the list and the log', async () => {
    const [first, second] = node.exchange.administrators;
    expect((await set(A)).body).toMatchObject({ partner: 'CO0010000', url: A, status: 'proposed' });
    const proposed = { url: A, status: 'proposed', setBy: first, setByName: 'Admin One', approvedBy: null };
    expect(await listed()).toMatchObject([proposed]);
    expect(await inForce()).toBeNull();

    const { status, body } = await approve(A);
    expect([status, body.status]).toEqual([200, 'approved']);
    expect(await listed()).toMatchObject([body]);
    expect(body).toMatchObject({ setBy: first, approvedBy: second, approvedByName: 'Admin Two' });
    expect(await inForce()).toMatchObject({ url: A });
    const { rows } = await node.exchange.ownerPool.query(
      'SELECT owner_detail AS detail FROM audit_detail ORDER BY index DESC LIMIT 1',
    );
    expect(JSON.parse(rows[0].detail)).toMatchObject({
      by: second,
      change: 'endpoint approved',
      setBy: first,
      url: A,
    });
  });

  test('is approved by nobody who set it', async () => {
    expect((await approve(A)).status).toBe(404);
    await set(A);
    const own = await approve(A, 'admin');
    expect([own.status, own.body.detail]).toEqual([403, expect.stringContaining('two persons')]);
    expect(await inForce()).toBeNull();
  });

  test('is approved at the address that was looked at only, and once', async () => {
    await set(A);
    await set(B);
    expect((await approve(A)).status).toBe(409);
    expect(await inForce()).toBeNull();
    expect((await approve(B)).status).toBe(200);
    expect((await approve(B)).status).toBe(409);
    expect((await node.call('admin-2', 'POST', `${PATH}/approve`)).status).toBe(422);
  });

  test('waits again once it is set again, be it at the same address, and each time that is a mark', async () => {
    await set(A);
    await approve(A);
    for (const url of [A, B]) {
      expect((await set(url)).body.status).toBe('proposed');
      expect(await inForce()).toBeNull();
      expect((await node.exchange.entries()).at(-1)).toMatchObject({ kind: 'revocation_effective' });
      expect((await approve(url)).status).toBe(200);
    }
    // Anyone who approved it may set it; then the other must approve.
    await set(A, 'admin-2');
    expect((await approve(A, 'admin-2')).status).toBe(403);
    expect((await approve(A, 'admin')).status).toBe(200);
  });

  test('set by somebody who was removed is not approved, nor approved by one', async () => {
    const [first, second] = node.exchange.administrators;
    await set(A);
    await setStatus(first, 'removed');
    const { status, body } = await approve(A);
    await setStatus(first, 'active');
    expect([status, body.detail]).toEqual([403, expect.stringContaining('set it again')]);
    await setStatus(second, 'removed');
    const byRemoved = await approve(A, 'admin-2', await signedInBefore(node.exchange.pool));
    await setStatus(second, 'active');
    expect([byRemoved.status, byRemoved.body.detail]).toEqual([
      403,
      expect.stringContaining('you were removed'),
    ]);
    expect(await inForce()).toBeNull();
  });

  test('of a repeated key is said to be approved only while it is', async () => {
    const key = (name: string) => ({ 'Idempotency-Key': name });
    await set(A);
    const first = await approve(A, 'admin-2', key('one'));
    expect((await approve(A, 'admin-2', key('one'))).body).toEqual(first.body);
    await set(A);
    expect((await approve(A, 'admin-2', key('one'))).status).toBe(409);
    // Approved again, by another approval than the one that the key stands for.
    expect((await approve(A, 'admin-2', key('two'))).status).toBe(200);
    expect((await approve(A, 'admin-2', key('one'))).status).toBe(409);
    await node.call('admin', 'DELETE', PATH);
    expect((await approve(A, 'admin-2', key('two'))).status).toBe(409);
    expect(await listed()).toEqual([]);
  });

  test('wakes the jobs once it is approved', async () => {
    await set(A);
    const listener = await node.exchange.ownerPool.connect();
    let woken = 0;
    listener.on('notification', ({ channel }) => {
      if (channel === 'outbox') woken += 1;
    });
    await listener.query('LISTEN outbox');
    await approve(A);
    await eventually(async () => woken > 0);
    await listener.query('UNLISTEN *');
    listener.release(true);
  });
});

describe('how the deliveries to an endpoint stand', () => {
  test('is told to the owner and to the system of the partner, which is not told who set it, and to nobody else', async () => {
    await set(A);
    await approve(A);
    const { agencyId, pool } = node.exchange;
    await pool.query(
      `UPDATE partner_endpoint SET tried_at = now(), failing_since = now(), fault = 'endpoint_no_answer'`,
    );
    await pool.query(
      `INSERT INTO outbox (kind, target, agency_id, attempts, run_at)
       VALUES ('hit_notice', gen_random_uuid(), $1, 3, '2099-01-01T00:00:00Z')`,
      [agencyId],
    );
    const delivery = {
      fault: 'endpoint_no_answer',
      waiting: 1,
      givenUp: 0,
      nextAt: '2099-01-01T00:00:00.000Z',
    };
    expect(await listed()).toMatchObject([{ partner: 'CO0010000', approvedByName: 'Admin Two', delivery }]);
    await node.exchange.ownerPool.query(
      `INSERT INTO partner_endpoint (agency_id, url, salt) SELECT id, $1, $2 FROM agency WHERE is_owner`,
      [B, SALT],
    );
    expect(await listed()).toHaveLength(2);
    const { body } = await node.call('partner', 'GET', '/v1/endpoints');
    expect(JSON.stringify(body)).not.toContain(B);
    expect(body.endpoints).toMatchObject([{ partner: 'CO0010000', url: A, status: 'approved', delivery }]);
    expect(JSON.stringify(body)).not.toMatch(/Admin|setBy|approvedBy/);
    const person = await node.call('alice', 'GET', '/v1/endpoints');
    expect([person.status, person.body.detail]).toEqual([403, expect.stringContaining('`GET /v1/hits`')]);
    await pool.query('DELETE FROM outbox');
  });
});

describe('moving an endpoint while it is approved', () => {
  test.each([0, 1, 2, 3, 4, 5])(
    'at the same moment leaves none approved that nobody looked at (%d)',
    async (round) => {
      await set(A);
      const calls = [() => approve(A), () => set(B)];
      if (round % 2 === 1) calls.reverse();
      const answers = await Promise.all(calls.map((call) => call()));
      const [approved, moved] = round % 2 === 1 ? answers.reverse() : answers;
      expect([200, 409]).toContain(approved?.status);
      expect(moved?.status).toBe(201);
      expect(await listed()).toMatchObject([{ url: B, status: 'proposed', approvedBy: null }]);
    },
  );

  test('the row itself takes no approval of another address, or of what another person set', async () => {
    const { agencyId, ownerPool } = node.exchange;
    const [first, second] = node.exchange.administrators;
    await set(A);
    const take = (url: string, setBy: string) =>
      setEndpointApproved(ownerPool, { agencyId, url, setBy }, setBy === first ? second : first);
    expect([await take(B, first), await take(A, second)]).toEqual([false, false]);
    expect([await take(A, first), await take(A, first)]).toEqual([true, false]);
  });
});

describe('the database', () => {
  test('takes no approval by anyone who set it, nor of what nobody is known to have set', async () => {
    const { agencyId, ownerPool, administrators } = node.exchange;
    const change = (by: string | null, approver: string) =>
      ownerPool.query(
        'UPDATE partner_endpoint SET set_by = $1, approved_by = $2, approved_at = clock_timestamp()',
        [by, approver],
      );
    // As a row from before there were approvals.
    await ownerPool.query('INSERT INTO partner_endpoint (agency_id, url, salt) VALUES ($1, $2, $3)', [
      agencyId,
      A,
      SALT,
    ]);
    const [first, second] = administrators;
    await expect(change(first, first)).rejects.toThrow('partner_endpoint_two_persons');
    await expect(change(null, second)).rejects.toThrow('partner_endpoint_two_persons');
    expect(await inForce()).toBeNull();
    expect(await listed()).toMatchObject([{ url: A, status: 'proposed', setBy: null, setByName: null }]);
    const { status, body } = await approve(A);
    expect([status, body.detail]).toEqual([403, expect.stringContaining('set it again')]);
    await change(first, second);
    expect(await inForce()).toMatchObject({ url: A });
  });
});

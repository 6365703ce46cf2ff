/** Persons over HTTP: listed, removed for good, with every client that acts for them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changeAgency } from '../../../../gateway/registry/agencies/change-agency.ts';
import { approveGrant } from '../../../../gateway/registry/grants/approve-grant.ts';
import { resumeSharing } from '../../../../gateway/registry/sharing/resume-sharing.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import { OWNER } from '../../../setup/database/test-registry.ts';
import { grantedBy } from '../../../setup/granted-by.ts';

let admin: Administration;

beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const get = (path: string, who = 'auditor') => admin.call(who, 'GET', path);
const remove = (id: unknown, headers = {}, who = 'admin-1', body: unknown = { reason: 'left' }) =>
  admin.call(who, 'POST', `/v1/persons/${id}/remove`, body, headers);
const removed = (name: string) => remove(admin.persons[name]);
const propose = async (ori: string) =>
  (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(ori))).body.id;
const statusOf = async (id: unknown) =>
  (await get('/v1/persons')).body.persons.find((each: { id: string }) => each.id === id)?.status;

describe('persons', () => {
  test('are listed by agency and status, and paged', async () => {
    const { body, status } = await get(`/v1/persons?agency=${OWNER}`);
    expect(status).toBe(200);
    const ids = body.persons.map((each: { id: string }) => each.id);
    expect(ids).toEqual([...ids].sort());
    expect(body.persons.find((each: { id: string }) => each.id === admin.persons['admin-1'])).toMatchObject({
      agency: OWNER,
      roles: ['sharing_admin'],
      status: 'active',
    });
    const first = (await get('/v1/persons?limit=2')).body;
    const rest = (await get(`/v1/persons?after=${first.next}`)).body;
    expect([first.persons.length, rest.persons.length, rest.next]).toEqual([2, ids.length - 2, null]);
    expect((await get('/v1/persons?status=removed')).body.persons).toEqual([]);
    expect((await get('/v1/persons?after=x')).status).toBe(422);
  });

  test('are removed for a reason, if they exist', async () => {
    const id = admin.persons.reviewer;
    expect((await remove(id, {}, 'admin-1', {})).status).toBe(422);
    const before = (await admin.entries()).length;
    for (const none of [crypto.randomUUID(), '1', 'reviewer']) expect((await remove(none)).status).toBe(404);
    expect(await admin.entries()).toHaveLength(before);
    expect(await statusOf(id)).toBe('active');
  });

  test('are removed by one person: a mark of their agency that names them only in its detail', async () => {
    const id = admin.persons.reviewer;
    const { body, status } = await remove(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, status: 'removed', epoch: body.index, expiredNodes: 0 });
    const [mark, effective] = (await admin.entries()).slice(body.index);
    expect(mark).toMatchObject({ kind: 'person_removed', agency: OWNER, epoch: body.index });
    expect(effective).toMatchObject({ kind: 'revocation_effective', agency: OWNER });
    expect(JSON.stringify(mark)).not.toContain(id);
    const { rows } = await admin.pool.query('SELECT owner_detail FROM audit_detail WHERE index = $1', [
      body.index,
    ]);
    expect(JSON.parse(rows[0].owner_detail)).toMatchObject({
      by: admin.persons['admin-1'],
      reason: 'left',
      person: { id },
    });
    expect((await get('/v1/persons?status=removed')).body.persons).toMatchObject([{ id }]);
    expect((await get('/v1/reviews', 'reviewer')).status).toBe(401);
    expect((await remove(id)).body.index).toBeGreaterThan(body.index);
  });

  test('removed are refused with their next request, though the node was told of nothing', async () => {
    expect((await get('/v1/persons', 'admin-2')).status).toBe(200);
    expect((await remove(admin.persons['admin-2'])).status).toBe(200);
    expect((await get('/v1/persons', 'admin-2')).status).toBe(401);
    expect((await get('/v1/persons', 'admin-1')).status).toBe(200);
  });

  test('a repeated Idempotency-Key does not say removed of who was registered again', async () => {
    const id = admin.persons['admin-2'];
    const again = () => remove(id, { 'Idempotency-Key': 'one' });
    const first = await again();
    expect([first.status, (await again()).text]).toEqual([200, first.text]);
    await admin.ownerPool.query(`UPDATE person SET status = 'active' WHERE id = $1`, [id]);
    expect((await again()).status).toBe(409);
    expect(await statusOf(id)).toBe('active');
  });

  test('raise nothing after their removal, though they had signed in before it', async () => {
    const by = await grantedBy(admin.pool, admin.persons['admin-2'] as string);
    await removed('admin-2');
    const partner = await admin.register('CO0800200');
    const grantId = await propose(partner.ori);
    const gone = expect.objectContaining({ code: 'forbidden' });
    await expect(approveGrant(admin, grantId, by)).rejects.toEqual(gone);
    await expect(resumeSharing(admin, { by, reason: 'test' })).rejects.toEqual(gone);
    const change = { ori: partner.ori, change: { name: 'Other' }, encryptionKey: undefined, ifMatch: null };
    await expect(changeAgency(admin, { ...change, reason: 'test', by, mayGrant: () => by })).rejects.toEqual(
      gone,
    );
    expect((await admin.agency(partner.ori)).name).toBe(partner.name);
  });

  test('have proposed nothing that could still be approved: two persons stand behind a grant', async () => {
    await admin.ownerPool.query(`UPDATE person SET status = 'active' WHERE id = $1`, [
      admin.persons['admin-2'],
    ]);
    await admin.reloadPersons();
    const { ori } = await admin.register('CO0800300');
    const { body } = await admin.call('admin-2', 'POST', '/v1/grants', sampleGrant(ori));
    await removed('admin-2');
    const approve = () => admin.call('admin-1', 'POST', `/v1/grants/${body.id}/approve`);
    const refused = await approve();
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('propose it again')]);
    await admin.ownerPool.query(`UPDATE person SET status = 'active' WHERE id = $1`, [
      admin.persons['admin-2'],
    ]);
    expect((await approve()).status).toBe(200);
  });

  test('and approvals of theirs race: what is approved stands before their mark in the log', async () => {
    const outcomes = new Set<number>();
    for (let round = 0; round < 12; round += 1) {
      const id = admin.persons['admin-2'];
      await admin.ownerPool.query(`UPDATE person SET status = 'active' WHERE id = $1`, [id]);
      const { ori } = await admin.register(`CO0801${String(round).padStart(2, '0')}0`);
      const grantId = await propose(ori);
      const approval = admin.call('admin-2', 'POST', `/v1/grants/${grantId}/approve`);
      const [approved, { body }] = await Promise.all([approval, removed('admin-2')]);
      outcomes.add(approved.status);
      const entries = await admin.entries();
      const at = entries.findIndex(({ kind, grant }) => kind === 'grant_approved' && grant === grantId);
      expect([approved.status === 200, at < body.index]).toEqual([at !== -1, true]);
    }
    expect([...outcomes].filter((status) => ![200, 401, 403].includes(status))).toEqual([]);
  });
});

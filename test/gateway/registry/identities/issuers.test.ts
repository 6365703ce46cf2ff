/** Identity issuers over HTTP: listed, removed for good, with everybody who signs in by them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { approveGrant } from '../../../../gateway/registry/grants/approve-grant.ts';
import { resumeSharing } from '../../../../gateway/registry/sharing/resume-sharing.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import { OWNER } from '../../../setup/database/test-registry.ts';
import { grantedBy } from '../../../setup/granted-by.ts';

const PARTNER = 'CO0800100';

let admin: Administration;
/** Number of the issuer by which everybody of the owner signs in, and of a partner's. */
let own: string;
let partners: string;
let leaving: string;

async function insertIssuer(name: string, roles = false): Promise<string> {
  const { rows } = await admin.ownerPool.query(
    `INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles)
     VALUES ('https://' || $1, 'https://' || $1 || '/jwks', $2) RETURNING id::text AS id`,
    [name, roles],
  );
  return rows[0].id;
}

beforeAll(async () => {
  admin = await startAdministration();
  own = (await admin.pool.query('SELECT id::text AS id FROM identity_issuer')).rows[0].id;
  partners = await insertIssuer('partner.example');
  const { id } = await admin.register(PARTNER);
  await admin.ownerPool.query(
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori) VALUES ($1, 'partner', $2, $3)`,
    [partners, id, PARTNER],
  );
  // An administrator who signs in elsewhere.
  leaving = await insertIssuer('second.example', true);
  await admin.ownerPool.query(
    `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
     SELECT $1, 'admin-3', 'Admin Three', agency_id, ori, '{sharing_admin}', 'admin-3' FROM agency_ori WHERE ori = $2`,
    [leaving, OWNER],
  );
});
afterAll(() => admin.close());

const get = (path: string, who = 'auditor') => admin.call(who, 'GET', path);
const remove = (id: unknown, headers = {}, who = 'admin-1', body: unknown = { reason: 'key lost' }) =>
  admin.call(who, 'POST', `/v1/issuers/${id}/remove`, body, headers);
const issuer = async (id: unknown) =>
  (await get('/v1/issuers')).body.issuers.find((each: { id: string }) => each.id === id);

describe('issuers', () => {
  test('are listed by status, with how many sign in by them, and paged', async () => {
    const { body, status } = await get('/v1/issuers');
    expect(status).toBe(200);
    expect(body.issuers).toMatchObject([
      { id: own, assertsRoles: true, clients: 7, persons: 6, status: 'active' },
      { id: partners, issuer: 'https://partner.example', assertsRoles: false, clients: 1, persons: 0 },
      { id: leaving, clients: 0, persons: 1 },
    ]);
    expect((await get('/v1/issuers?status=removed')).body.issuers).toEqual([]);
    const first = (await get('/v1/issuers?limit=2')).body;
    const rest = (await get(`/v1/issuers?limit=2&after=${first.next}`)).body;
    expect([first.issuers.length, rest.issuers.length, rest.next]).toEqual([2, 1, null]);
    expect((await get('/v1/issuers?after=x')).status).toBe(422);
  });

  test('are removed for a reason, if they exist', async () => {
    expect((await remove(partners, {}, 'admin-1', {})).status).toBe(422);
    const before = (await admin.entries()).length;
    for (const none of ['999999', '0', '01', '-1', 'https:', '9'.repeat(19)]) {
      expect([none, (await remove(none)).status]).toEqual([none, 404]);
    }
    expect(await admin.entries()).toHaveLength(before);
    expect((await issuer(partners)).status).toBe('active');
  });

  test('are removed by one person: a mark that binds everybody and halts nobody', async () => {
    const { body, status } = await remove(partners);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: partners, status: 'removed', epoch: body.index, expiredNodes: 0 });
    expect(body).toMatchObject({ issuersLeft: 2, administratorsLeft: 3 });
    const [mark, effective] = (await admin.entries()).slice(body.index);
    expect(mark).toMatchObject({ kind: 'issuer_removed', agency: null, epoch: body.index });
    expect(effective).toMatchObject({ kind: 'revocation_effective', agency: null });
    expect(JSON.stringify(mark)).not.toContain('partner.example');
    const { rows } = await admin.pool.query('SELECT owner_detail FROM audit_detail WHERE index = $1', [
      body.index,
    ]);
    expect(JSON.parse(rows[0].owner_detail)).toMatchObject({
      by: admin.persons['admin-1'],
      reason: 'key lost',
      issuer: { id: partners, issuer: 'https://partner.example' },
    });
    expect((await get('/v1/sharing')).body).toMatchObject({ halted: false, epoch: body.index });
    expect((await get('/v1/issuers?status=removed')).body.issuers).toMatchObject([
      { id: partners, clients: 0 },
    ]);
    expect((await get(`/v1/clients?status=removed`)).body.clients).toMatchObject([{ clientId: 'partner' }]);
    expect((await remove(partners)).body.index).toBeGreaterThan(body.index);
  });

  test('a repeated Idempotency-Key does not say removed of what was registered again', async () => {
    const again = () => remove(partners, { 'Idempotency-Key': 'one' });
    const first = await again();
    expect([first.status, (await again()).text]).toEqual([200, first.text]);
    await admin.ownerPool.query(`UPDATE identity_issuer SET status = 'active' WHERE id = $1`, [partners]);
    expect((await again()).status).toBe(409);
    expect((await issuer(partners)).status).toBe('active');
  });

  test('removed, their persons raise nothing, though they had signed in before', async () => {
    const { rows } = await admin.pool.query(`SELECT id FROM person WHERE subject = 'admin-3'`);
    const personId = rows[0].id;
    const grant = await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(PARTNER));
    const by = await grantedBy(admin.pool, personId);
    const resume = () => resumeSharing(admin, { by, reason: 'test' });
    await resume();
    expect((await remove(leaving)).body).toMatchObject({ administratorsLeft: 2 });
    const gone = expect.objectContaining({ code: 'forbidden' });
    await expect(resume()).rejects.toEqual(gone);
    await expect(approveGrant(admin, grant.body.id, by)).rejects.toEqual(gone);
    expect((await get('/v1/persons?status=removed')).body.persons).toMatchObject([{ id: personId }]);
  });

  test('and approvals race: what is approved stands before the mark in the log', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { ori } = await admin.register(`CO0802${String(round).padStart(2, '0')}0`);
      const { id } = (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(ori))).body;
      const approval = admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`);
      const [approved, removed] = await Promise.all([approval, remove(own, {}, 'admin-1')]);
      expect(removed.status).toBe(200);
      const entries = await admin.entries();
      const at = entries.findIndex(({ kind, grant }) => kind === 'grant_approved' && grant === id);
      expect([approved.status === 200, at < removed.body.index]).toEqual([at !== -1, true]);
      await admin.ownerPool.query(`UPDATE identity_issuer SET status = 'active' WHERE id = $1`, [own]);
      await admin.reloadPersons();
    }
  });

  test('the last one too, by somebody who signs in by it: they are answered, and refused from then on', async () => {
    await remove(partners);
    const { body, status } = await remove(own, { 'Idempotency-Key': 'last' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'removed', issuersLeft: 0, administratorsLeft: 0 });
    // This node is told of nothing: it looks.
    for (const who of ['admin-1', 'laptop-1', 'auditor'])
      expect((await get('/v1/issuers', who)).status).toBe(401);
    expect((await remove(own, { 'Idempotency-Key': 'last' })).status).toBe(401);
    await admin.ownerPool.query(`UPDATE identity_issuer SET status = 'active' WHERE id = $1`, [own]);
    await admin.reloadPersons();
    expect((await get('/v1/issuers')).status).toBe(200);
  });
});

/** Changes to an agency over HTTP: what lowers a right ends its grants, what would widen one takes two persons. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import { eventually } from '../../../setup/eventually.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
  await admin.register('CO0990100', { oris: ['CO0990100', 'CO0990101'] as never });
});
afterAll(() => admin.close());

const get = (path: string) => admin.call('auditor', 'GET', path);
const patch = (ori: string, change: object, headers = {}) =>
  admin.call('admin-1', 'PATCH', `/v1/agencies/${ori}`, change, headers);
const newest = async (count: number) => (await admin.entries()).slice(-count).map(({ kind }) => kind);

async function grantInForce(ori: string): Promise<string> {
  const { body } = await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(ori));
  const approved = await admin.call('admin-2', 'POST', `/v1/grants/${body.id}/approve`);
  expect(approved.status).toBe(200);
  return body.id;
}

const statusOf = async (grantId: string) => (await get(`/v1/grants/${grantId}`)).body.status;

let serial = 0;
async function partner(): Promise<string> {
  serial += 1;
  const ori = `CO08${String(serial).padStart(3, '0')}00`;
  await admin.register(ori);
  return ori;
}

describe('a change to an agency', () => {
  test('that lowers nothing is one entry and no mark', async () => {
    const ori = await partner();
    const { body, status } = await patch(ori, { name: 'Renamed', roster: 40, reason: 'typing error' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Renamed', roster: 40, epoch: 0, lowered: null });
    expect(await newest(1)).toEqual(['agency_changed']);
  });

  test.each([
    ['a 287(g) agreement', { has287g: true }],
    ['federal members', { federalMembers: true }],
    ['another class', { class: 'task_force' }],
    ['another state', { state: 'WY' }],
    ['no duty under article 74', { boundByArticle74: false }],
    ['suspension', { status: 'suspended' }],
    ['retirement', { status: 'retired' }],
    ['no certification', { certification: null }],
    ['no agreement', { agreement: null }],
    [
      'an agreement that has ended',
      {
        agreement: {
          reference: 'MOU 2026-014',
          signedOn: '2025-01-01',
          expiresOn: '2025-02-01',
          article74: true,
          officerMfa: true,
        },
      },
    ],
  ])('that finds %s ends its grants in the same transaction, as a revocation', async (_, change) => {
    const ori = await partner();
    const id = await grantInForce(ori);
    const { body, status } = await patch(ori, change);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...change, eligible: false, epoch: body.lowered.index });
    expect(await statusOf(id)).toBe('revoked');
    expect(await newest(3)).toEqual(['agency_changed', 'revoked', 'revocation_effective']);
    expect((await admin.entries())[body.lowered.index]).toMatchObject({ kind: 'revoked', agency: ori });
  });

  test('of an agency that never had a grant is a mark of its own, and not told as a revocation', async () => {
    const ori = await partner();
    const { body, status } = await patch(ori, { roster: 3 });
    expect([status, body.eligible]).toEqual([200, false]);
    expect(await newest(2)).toEqual(['agency_changed', 'revocation_effective']);
    expect((await admin.entries())[body.lowered.index]).toMatchObject({
      kind: 'agency_changed',
      agency: ori,
      epoch: body.lowered.index,
    });
  });

  test('that takes a right away but leaves the agency eligible is a mark, and keeps the grant', async () => {
    const ori = await partner();
    const id = await grantInForce(ori);
    const { body } = await patch(ori, { roster: 3 });
    expect((await admin.entries())[body.lowered.index]).toMatchObject({
      kind: 'agency_changed',
      agency: ori,
    });
    expect(await statusOf(id)).toBe('active');
  });

  test('that keeps the hash of its agreement’s file is told in the log; another agreement drops it', async () => {
    const ori = await partner();
    const agreementFile = 'ab'.repeat(32);
    const { body } = await patch(ori, { agreementFile });
    expect(body).toMatchObject({ agreementFile, lowered: null });
    expect(await newest(1)).toEqual(['agency_changed']);
    await patch(ori, { name: 'Renamed' });
    expect((await get(`/v1/agencies/${ori}`)).body.agreementFile).toBe(agreementFile);
    const { agreement } = sampleGrant(ori);
    expect((await patch(ori, { agreement })).body.agreementFile).toBe(agreementFile);
    const amended = { ...(agreement as object), reference: 'another' };
    expect((await patch(ori, { agreement: amended })).body.agreementFile).toBeNull();
    const refused = await patch(ori, { agreementFile: 'mou.pdf' });
    expect(refused).toMatchObject({ status: 422 });
    expect(refused.body.detail).toContain('agreementFile');
  });

  test('that replaces or removes the key of its encrypted answers is a mark; the first key is none', async () => {
    const ori = await partner();
    const id = await grantInForce(ori);
    const keyNamed = (kid: string) => ({ ...key, kid });
    const lowered = async (encryptionKey: unknown) => (await patch(ori, { encryptionKey })).body.lowered;
    const { n, e } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    const key = { kty: 'RSA', n, e, use: 'enc', alg: 'RSA-OAEP-256' };
    expect(await lowered(keyNamed('first'))).toBeNull();
    expect(await lowered(keyNamed('first'))).toBeNull();
    const { index } = await lowered(keyNamed('second'));
    expect((await admin.entries())[index]).toMatchObject({
      kind: 'agency_changed',
      agency: ori,
      epoch: index,
    });
    expect(await lowered(null)).toMatchObject({ expiredNodes: 0 });
    expect(await statusOf(id)).toBe('active');
  });

  test('that is sent again while it is still drained waits for that drain', async () => {
    const ori = await partner();
    await grantInForce(ori);
    // A node that stands still: its lease has to be waited out.
    await admin.ownerPool.query(
      `INSERT INTO node_lease (node_id, generation, renewals, expires_at, acknowledged)
       VALUES (gen_random_uuid(), nextval('node_generation'), 0, clock_timestamp() + interval '2 seconds',
         (SELECT coalesce(max(index), 0) FROM mark))`,
    );
    const first = patch(ori, { has287g: true });
    await eventually(async () => (await get(`/v1/agencies/${ori}`)).body.has287g);
    const second = await patch(ori, { has287g: true });
    const { rows } = await admin.pool.query('SELECT 1 FROM drain WHERE effective_at IS NULL');
    expect([(await first).status, second.status, second.body.lowered, rows]).toEqual([200, 200, null, []]);
  });

  test('that undoes the ineligibility gives no grant back', async () => {
    const ori = await partner();
    const id = await grantInForce(ori);
    await patch(ori, { has287g: true });
    expect((await patch(ori, { has287g: false })).body).toMatchObject({ eligible: true, lowered: null });
    expect(await statusOf(id)).toBe('revoked');
  });

  test.each([
    ['another ORI', (ori: string) => ({ oris: [ori, ori.replace(/00$/, '09')] })],
    [
      "systems that ask without a person's sign-in",
      () => ({ agreement: { reference: 'M', signedOn: '2026-01-01', article74: true, officerMfa: true } }),
    ],
  ])('that would widen a grant in force (%s) takes two persons', async (_, change) => {
    const ori = await partner();
    const agreement = { reference: 'M', signedOn: '2026-01-01', article74: true, officerMfa: false };
    const { body } = await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(ori, { agreement }));
    await admin.call('admin-2', 'POST', `/v1/grants/${body.id}/approve`);
    expect((await patch(ori, change(ori))).status).toBe(409);
    await admin.call('admin-1', 'POST', `/v1/agencies/${ori}/revoke`, { reason: 'test' });
    expect((await patch(ori, change(ori))).status).toBe(200);
  });

  test('to a larger roster under a grant in force takes two persons, and comes alone', async () => {
    const ori = await partner();
    const id = await grantInForce(ori);
    const roster = async () => (await get(`/v1/agencies/${ori}`)).body.roster;
    const raise = (who: 'admin-1' | 'admin-2' | 'laptop-1', to: number) =>
      admin.call(who, 'PATCH', `/v1/agencies/${ori}`, { roster: to, reason: 'more officers' });
    const first = await raise('admin-1', 40);
    expect([first.status, first.body.status, await newest(1)]).toEqual([202, 'proposed', ['agency_changed']]);
    // The same person by another client is no second one; nor is another number the same.
    for (const who of ['admin-1', 'laptop-1'] as const) {
      expect((await raise(who, 40)).body).toEqual(first.body);
    }
    expect((await raise('admin-2', 41)).status).toBe(202);
    expect(await roster()).toBe(10);
    const second = await raise('admin-2', 40);
    expect([second.status, second.body.roster, await roster()]).toEqual([200, 40, 40]);
    expect((await patch(ori, { roster: 50, name: 'Other' })).status).toBe(409);
    expect((await patch(ori, { roster: 20, reason: 'fewer' })).body.roster).toBe(20);
    // What was carried out once is not carried out again by one person.
    expect((await raise('admin-1', 40)).status).toBe(202);
    const bySql = admin.pool.query('UPDATE agency SET roster = 41 WHERE ori = $1', [ori]);
    await expect(bySql).rejects.toThrow();
    await admin.call('admin-1', 'POST', `/v1/grants/${id}/revoke`, { reason: 'test' });
    expect((await patch(ori, { roster: 60 })).status).toBe(200);
  });

  test("never takes another agency's ORI, and a refused change withdraws nothing", async () => {
    const ori = await partner();
    const id = await grantInForce(ori);
    const change = { oris: [ori, 'CO0990101'], has287g: true };
    await admin.call('admin-1', 'POST', `/v1/agencies/${ori}/revoke`, { reason: 'test' });
    const before = (await admin.entries()).length;
    expect((await patch(ori, change)).status).toBe(409);
    expect(await admin.entries()).toHaveLength(before);
    expect((await get(`/v1/agencies/${ori}`)).body).toMatchObject({ oris: [ori], has287g: false });
    expect(await statusOf(id)).toBe('revoked');
  });

  test('never takes an ORI away', async () => {
    expect((await patch('CO0990100', { oris: ['CO0990100'] })).status).toBe(409);
  });

  test('with If-Match is refused where the agency is not as it was', async () => {
    const ori = await partner();
    const tag = (await get(`/v1/agencies/${ori}`)).headers.get('ETag') as string;
    const first = await patch(ori, { county: 'Weld' }, { 'If-Match': tag });
    expect(first.status).toBe(200);
    expect((await patch(ori, { county: 'Yuma' }, { 'If-Match': tag })).status).toBe(412);
    const next = first.headers.get('ETag') as string;
    expect((await patch(ori, { county: 'Yuma' }, { 'If-Match': next })).status).toBe(200);
  });

  test('to an agency that is not registered is none', async () => {
    expect((await patch('CO9999900', { roster: 1 })).status).toBe(404);
    expect((await patch('CO0990100', {})).status).toBe(422);
  });
});

/** Clients, persons and issuers over HTTP: proposed by one administrator, approved by another, or taken back. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from '../../../../gateway/identity/jose/generate-key-pair.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';

const PARTNER = 'CO0800100';

let admin: Administration;

beforeAll(async () => {
  admin = await startAdministration();
  await admin.register(PARTNER);
});
afterAll(() => admin.close());

const propose = (what: string, body: object, who = 'admin-1') =>
  admin.call(who, 'POST', `/v1/${what}s`, body);
const approve = (id: string, who = 'admin-2') =>
  admin.call(who, 'POST', `/v1/identity-proposals/${id}/approve`);
const waiting = async () => (await admin.call('auditor', 'GET', '/v1/identity-proposals')).body.proposals;
const { privateJwk, publicJwk } = generateKeyPair();

describe('a client', () => {
  test('waits for another administrator, and asks from then on', async () => {
    const { body, status } = await propose('client', {
      ...{ agency: PARTNER, clientId: 'partner-cad', publicKey: publicJwk },
    });
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({
        what: 'client',
        agency: PARTNER,
        clientId: 'partner-cad',
        proposedByName: expect.any(String),
      }),
    ]);
    expect(await waiting()).toMatchObject([{ id: body.id }]);
    expect((await approve(body.id, 'admin-1')).status).toBe(403);
    const before = (await admin.entries()).length;
    expect((await approve(body.id)).body).toEqual({ id: body.id, what: 'client', status: 'active' });
    const told = (await admin.entries()).slice(before);
    expect(told).toMatchObject([{ kind: 'client_changed', agency: PARTNER }]);
    expect(JSON.stringify(told)).not.toContain('partner-cad');
    const { clients } = (await admin.call('auditor', 'GET', `/v1/clients?agency=${PARTNER}`)).body;
    expect(clients).toMatchObject([{ clientId: 'partner-cad', status: 'active', personId: null }]);
    expect([(await approve(body.id)).status, await waiting()]).toEqual([404, []]);
    const twice = await propose('client', { agency: PARTNER, clientId: 'partner-cad' });
    expect([twice.status, twice.body.detail]).toEqual([409, expect.stringMatching(/is registered already/)]);
  });

  test('is refused with a private key, or one that signs nothing', async () => {
    const detail = async (publicKey: object) =>
      (await propose('client', { agency: PARTNER, clientId: 'other', publicKey })).body.detail;
    expect(await detail(privateJwk)).toMatch(/^`publicKey` is a private key: make a new pair/);
    expect(await detail({ kty: 'EC' })).toMatch(/^`publicKey` must be a public key as JWK, for ES256/);
    const unknown = await propose('client', {
      agency: PARTNER,
      clientId: 'x',
      issuer: 'https://none.example',
    });
    expect([unknown.status, unknown.body.detail]).toEqual([
      409,
      expect.stringMatching(/neither in the file nor/),
    ]);
  });
});

describe('a person', () => {
  test('is registered without a role, and a proposal that was taken back is approved by nobody', async () => {
    const person = { agency: PARTNER, subject: 'jane', name: 'Jane Example' };
    const first = (await propose('person', person)).body;
    const gone = await admin.call('admin-2', 'DELETE', `/v1/identity-proposals/${first.id}`);
    expect([gone.body, (await approve(first.id)).status]).toEqual([{ id: first.id, status: 'removed' }, 404]);
    await approve((await propose('person', person)).body.id);
    const { persons } = (await admin.call('auditor', 'GET', `/v1/persons?agency=${PARTNER}`)).body;
    expect(persons).toMatchObject([{ subject: 'jane', name: 'Jane Example', roles: [], status: 'active' }]);
    expect((await propose('person', { ...person, roles: ['chief'] })).status).toBe(422);
  });
});

describe('an issuer', () => {
  test('never says who has a role, and its address is checked', async () => {
    const issuer = { issuer: 'https://id.example.gov', jwksUri: 'https://id.example.gov/jwks' };
    const plain = await propose('issuer', { ...issuer, jwksUri: 'http://id.example.gov/jwks' });
    expect([plain.status, plain.body.detail]).toEqual([409, expect.stringMatching(/needs an https address/)]);
    await approve((await propose('issuer', issuer)).body.id);
    const { issuers } = (await admin.call('auditor', 'GET', '/v1/issuers')).body;
    expect(issuers).toContainEqual(expect.objectContaining({ ...issuer, assertsRoles: false }));
    const unnamed = await propose('client', { agency: PARTNER, clientId: 'y' });
    expect([unnamed.status, unnamed.body.detail]).toEqual([
      422,
      expect.stringMatching(/^`issuer` must name/),
    ]);
  });
});

describe('the gateway’s role', () => {
  test('registers nobody by itself', async () => {
    const statements = [
      `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori) SELECT 1, 'z', id, ori FROM agency LIMIT 1`,
      `UPDATE identity_proposal SET status = 'approved'`,
      `INSERT INTO identity_proposal (what, facts, proposed_by) SELECT 'issuer', '{}', id FROM person LIMIT 1`,
    ];
    for (const statement of statements) await expect(admin.pool.query(statement)).rejects.toThrow();
    const open = (
      await propose('client', { agency: PARTNER, clientId: 'q', issuer: 'https://id.example.gov' })
    ).body;
    const alone = admin.pool.query('SELECT register_identity($1, $2)', [open.id, admin.persons['admin-1']]);
    await expect(alone).rejects.toThrow(/two administrators/);
    const untold = admin.pool.query('SELECT register_identity($1, $2)', [open.id, admin.persons['admin-2']]);
    await expect(untold).rejects.toThrow(/no entry of the log tells of it/);
  });
});

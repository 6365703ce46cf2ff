/** Signed in as the gateway's log-in, nobody makes a person, a client or an issuer, nor anything of one. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../setup/administration.ts';
import { refused } from './role-cannot.ts';

let admin: Administration;

beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const sql = (text: string) => admin.ownerPool.query(text);
const cannot = (statement: string) => refused(admin.pool, statement);

describe('who signs in', () => {
  test.each([
    `UPDATE person SET roles = '{sharing_admin}'`,
    `UPDATE person SET agency_id = agency_id`,
    `UPDATE person SET employee_id = 'x'`,
    `UPDATE client_registration SET person_id = (SELECT id FROM person WHERE subject = 'chief')`,
    `UPDATE client_registration SET agency_id = agency_id`,
    'UPDATE identity_issuer SET asserts_roles = true',
    `UPDATE identity_issuer SET jwks_uri = 'https://thief.example'`,
    `INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ('https://thief.example', 'https://thief.example', true)`,
    `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
     SELECT issuer_id, 'x', 'x', agency_id, ori, '{chief}', 'x' FROM person LIMIT 1`,
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori) SELECT issuer_id, 'x', agency_id, ori FROM person LIMIT 1`,
    'UPDATE agency_identities SET version = 0',
    'UPDATE issuer_changes SET version = 0',
  ])('is the owner’s: %s', async (statement) => {
    await cannot(statement);
  });

  test('who was removed stays so', async () => {
    await sql(`UPDATE person SET status = 'removed' WHERE subject = 'chief'`);
    await sql(`UPDATE client_registration SET status = 'removed' WHERE client_id = 'chief'`);
    await cannot(`UPDATE person SET status = 'active' WHERE subject = 'chief'`);
    await cannot(`UPDATE client_registration SET status = 'active' WHERE client_id = 'chief'`);
    await sql(`UPDATE person SET status = 'active' WHERE subject = 'chief'`);
    await sql(`UPDATE client_registration SET status = 'active' WHERE client_id = 'chief'`);
    expect((await sql(`SELECT 1 FROM person WHERE status = 'removed'`)).rowCount).toBe(0);
  });
});

/** Tests mail addresses: the owner's file sets and changes them, and they are kept apart from the person. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { register } from '../../../../gateway/registry/registration/register.ts';
import { createTestRegistry, OWNER, type TestRegistry } from '../../../setup/database/test-registry.ts';
import { OWN_ISSUER } from './registration-file.ts';

let registry: TestRegistry;

beforeAll(async () => {
  registry = await createTestRegistry();
});
afterAll(() => registry.close());

const take = async (changes: { readonly email?: string | null }) => {
  const person = {
    issuer: OWN_ISSUER,
    subject: 'rita',
    name: 'Rita',
    ori: OWNER,
    roles: ['reviewer'] as const,
  };
  const persons = [{ ...person, employeeId: 'E-90', ...changes }];
  return (await register({ pool: registry.ownerPool, owner: OWNER }, { persons })).persons.added;
};
const address = async () => {
  const { rows } = await registry.pool.query(
    "SELECT email FROM mail_address JOIN person p ON p.id = person_id WHERE p.subject = 'rita'",
  );
  return rows[0]?.email ?? null;
};

describe('the address of a person', () => {
  test('comes with the person, stays where a file leaves it out, is replaced, and is taken out', async () => {
    expect([await take({ email: 'rita@example.gov' }), await address()]).toEqual([1, 'rita@example.gov']);
    expect([await take({}), await address()]).toEqual([0, 'rita@example.gov']);
    expect([await take({ email: 'r@example.gov' }), await address()]).toEqual([1, 'r@example.gov']);
    expect([await take({ email: null }), await address()]).toEqual([1, null]);
  });

  test('is in no entry of the log', async () => {
    await take({ email: 'told@example.gov' });
    const { rows } = await registry.pool.query('SELECT d::text AS text FROM audit_detail d');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('@example.gov');
  });
});

/** Two persons are two people, and one person holds one role: by the file's checks, and by the database's own. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findPersons } from '../../../../gateway/registry/identities/persons-store.ts';
import { register } from '../../../../gateway/registry/registration/register.ts';
import type { PersonItem } from '../../../../gateway/registry/registration/registration.schema.ts';
import { createTestRegistry, OWNER, type TestRegistry } from '../../../setup/database/test-registry.ts';
import { OWN_ISSUER as OWN } from './registration-file.ts';

let registry: TestRegistry;

beforeAll(async () => {
  registry = await createTestRegistry();
});
afterAll(() => registry.close());

const person = (subject: string, changes: Partial<PersonItem>): PersonItem => ({
  ...{ issuer: OWN, subject, name: 'Somebody', ori: OWNER, roles: ['sharing_admin'] },
  ...changes,
});
const take = (...persons: PersonItem[]) =>
  register({ pool: registry.ownerPool, owner: OWNER }, { persons }).then(
    ({ persons: { added } }) => added,
    (error: Error) => error.message.split('\n  - ').slice(1),
  );
const sql = (text: string, values: unknown[] = []) => registry.ownerPool.query(text, values);
const employeeOf = async (subject: string) =>
  (await sql('SELECT employee_id AS id FROM person WHERE subject = $1', [subject])).rows[0].id;

describe('anyone who has a role', () => {
  test('is registered with an employee id that no other active person has', async () => {
    expect(await take(person('x', {}))).toEqual([
      expect.stringContaining('person `x` of `https://issuer.example` has `roles` without `employeeId`'),
    ]);
    const twice = expect.stringContaining('has the `employeeId` of the person `admin-1`');
    expect(await take(person('x', { employeeId: 'ADMIN-1' }))).toEqual([twice]);
    expect(await take(person('x', { employeeId: 'E-1' }), person('y', { employeeId: 'e-1' }))).toEqual([
      expect.stringContaining('has the `employeeId` of the person `x`'),
    ]);
  });

  test('has one role', async () => {
    for (const roles of [
      ['sharing_admin', 'auditor'],
      ['sharing_admin', 'reviewer'],
      ['reviewer', 'auditor'],
      ['chief', 'sharing_admin'],
      ['chief', 'auditor'],
    ] as const) {
      expect(await take(person('x', { roles, employeeId: 'E-1' }))).toEqual([
        expect.stringContaining('has `roles` that exclude each other'),
      ]);
    }
  });

  test('is held to both by the database, no matter who writes there', async () => {
    const refusedBy = (constraint: string) => expect.objectContaining({ code: '23514', constraint });
    const insert = (roles: string, employee: string | null) =>
      sql(
        `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
         SELECT issuer_id, 'z', 'Z', agency_id, ori, $1::text[], $2 FROM person WHERE subject = 'admin-1'`,
        [roles, employee],
      );
    await expect(insert('{auditor}', null)).rejects.toEqual(refusedBy('person_employee_known'));
    await expect(insert('{auditor,sharing_admin}', 'E-2')).rejects.toEqual(refusedBy('person_one_role'));
    await expect(insert('{auditor}', 'Admin-1')).rejects.toMatchObject({ constraint: 'person_one_employee' });
  });
});

describe('anyone who was registered before there were employee ids', () => {
  beforeAll(async () => {
    // As the migration finds them: what is there is not held against the new constraints.
    await sql('ALTER TABLE person DROP CONSTRAINT person_employee_known, DROP CONSTRAINT person_one_role');
    await sql(`UPDATE person SET employee_id = NULL WHERE subject IN ('admin-2', 'auditor')`);
    await sql(`UPDATE person SET roles = '{auditor,chief}' WHERE subject = 'auditor'`);
    await sql(`ALTER TABLE person
      ADD CONSTRAINT person_employee_known
        CHECK (cardinality(roles) = 0 OR employee_id IS NOT NULL OR status = 'removed') NOT VALID,
      ADD CONSTRAINT person_one_role CHECK (cardinality(roles) <= 1 OR status = 'removed') NOT VALID`);
  });

  test('is given one by a file, once, with an entry', async () => {
    const again = person('admin-2', { name: 'admin-2' });
    const before = (await registry.entries()).length;
    expect(await take({ ...again, employeeId: 'E-22' })).toBe(1);
    expect(await employeeOf('admin-2')).toBe('E-22');
    expect((await registry.entries()).slice(before).map(({ kind }) => kind)).toEqual(['person_added']);
    expect(await take({ ...again, employeeId: 'E-22' })).toBe(0);
    expect(await take({ ...again, employeeId: 'E-23' })).toEqual([
      expect.stringContaining('another `employeeId`: "E-22", not "E-23"'),
    ]);
  });

  test('can be removed, and comes back as somebody else with the same employee id', async () => {
    await sql(`UPDATE person SET status = 'removed' WHERE subject IN ('auditor', 'admin-2')`);
    expect(await take(person('admin-2b', { employeeId: 'E-22' }))).toBe(1);
    const found = await findPersons(registry.pool, { limit: 20 });
    expect(found.filter(({ employeeId }) => employeeId === 'E-22').map(({ status }) => status)).toEqual(
      expect.arrayContaining(['active', 'removed']),
    );
  });
});

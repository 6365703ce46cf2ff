/** The foundation that every other database test stands on: roles, privileges, migrations. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { connectPool } from '../../../gateway/database/db.ts';
import { migrateGateway, migrateReads } from '../../../gateway/database/migration/migrate.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

let databases: TestDatabases;
const pools: pg.Pool[] = [];
function pool(url: string): pg.Pool {
  const created = connectPool(url, { applicationName: 'test', max: 2 });
  pools.push(created);
  return created;
}

beforeAll(async () => {
  databases = await createTestDatabases();
});
afterAll(async () => {
  await Promise.all(pools.map((each) => each.end()));
  await databases.drop();
});

describe('migrations', () => {
  test('are taken once: a second run changes nothing', async () => {
    expect(await migrateGateway(databases.gatewayOwnerUrl)).toEqual([]);
    expect(await migrateReads(databases.readsOwnerUrl)).toEqual([]);
  });

  test('are known to the database by names without extension, so that source and build agree', async () => {
    const { rows } = await pool(databases.readsOwnerUrl).query('SELECT name FROM knex_migrations');
    expect(rows.map(({ name }) => name)).not.toHaveLength(0);
    for (const { name } of rows) expect(name).toMatch(/^\d{3}-[a-z-]+$/);
  });

  test('go on after a process that was killed while it held the lock', async () => {
    await pool(databases.readsOwnerUrl).query('UPDATE knex_migrations_lock SET is_locked = 1');
    expect(await migrateReads(databases.readsOwnerUrl)).toEqual([]);
  });
});

describe('the database server', () => {
  test('keeps its durability, in tests as in production', async () => {
    const { rows } = await pool(databases.gatewayUrl).query(
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('server_version_num')::int / 10000 AS version`,
    );
    expect(rows).toEqual([{ fsync: 'on', commit: 'on', version: 18 }]);
  });
});

describe('int8', () => {
  test('is a number, and never a rounded one', async () => {
    const { rows } = await pool(databases.gatewayUrl).query('SELECT 9007199254740991::int8 AS n');
    expect(rows).toEqual([{ n: 9007199254740991 }]);
    await expect(pool(databases.gatewayUrl).query('SELECT 9007199254740992::int8')).rejects.toThrow(
      'beyond the safe integers',
    );
  });
});

describe("the gateway's role on the reads", () => {
  test.each([
    ['the table of reads', 'SELECT * FROM read'],
    ['the list of migrations', 'SELECT * FROM knex_migrations'],
  ])('cannot select from %s', async (_, statement) => {
    await expect(pool(databases.readsUrl).query(statement)).rejects.toThrow('permission denied');
  });

  test('can select from the one view', async () => {
    expect((await pool(databases.readsUrl).query('SELECT * FROM shared_read')).rows).toEqual([]);
  });

  test('holds exactly one privilege on one relation', async () => {
    const { rows } = await pool(databases.readsUrl).query(
      `SELECT c.relname, p.privilege FROM pg_class c
       CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p (privilege)
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
         AND has_table_privilege(current_user, c.oid, p.privilege)`,
    );
    expect(rows).toEqual([{ relname: 'shared_read', privilege: 'SELECT' }]);
  });

  test('cannot create anything, temporary tables included', async () => {
    // Privileges on a database are not cloned with it: look at a database that was migrated itself.
    const template = pool(Object.assign(new URL(databases.readsUrl), { pathname: '/template_reads' }).href);
    await expect(template.query('CREATE TEMP TABLE t (i int)')).rejects.toThrow('permission denied');
    await expect(template.query('CREATE TABLE t (i int)')).rejects.toThrow('permission denied');
    await template.end();
    pools.splice(pools.indexOf(template), 1);
  });

  test("cannot log in to the gateway's database as its application", async () => {
    const { rows } = await pool(databases.readsUrl).query(
      `SELECT pg_has_role(current_user, 'gateway_app', 'MEMBER') AS member`,
    );
    expect(rows).toEqual([{ member: false }]);
  });
});

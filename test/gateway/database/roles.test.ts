/** What the gateway's role may do in its own database, in full: nothing that was logged or granted can be unsaid with it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { createLog } from '../../../gateway/audit/create-log.ts';
import { connectPool } from '../../../gateway/database/db.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

let databases: TestDatabases;
let gateway: pg.Pool;
let owner: pg.Pool;

beforeAll(async () => {
  databases = await createTestDatabases();
  gateway = connectPool(databases.gatewayUrl, { applicationName: 'test', max: 2 });
  owner = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test-owner', max: 2 });
  await createLog(gateway, 'log.test/roles');
});
afterAll(async () => {
  await Promise.all([gateway.end(), owner.end()]);
  await databases.drop();
});

/** Tables of the log and its head: entries are added, never changed. */
const INSERT_ONLY = [
  ['log_entry', 'entry'],
  ['log_checkpoint', 'committed_at'],
  ['log_tile', 'hashes'],
  ['mark', 'kind'],
  ['audit_detail', 'kind'],
  ['mark_acknowledgement', 'drained'],
] as const;
const TABLES = INSERT_ONLY.map(([table]) => table);

const refused = (statement: string) =>
  expect(gateway.query(statement)).rejects.toMatchObject({ code: '42501' });

describe("the gateway's role on the log and its head", () => {
  test.each(INSERT_ONLY)('may not UPDATE, DELETE or TRUNCATE %s', async (table, column) => {
    await refused(`UPDATE ${table} SET ${column} = ${column}`);
    await refused(`DELETE FROM ${table}`);
    await refused(`TRUNCATE ${table}`);
    await refused(`SELECT * FROM ${table} FOR UPDATE`);
  });

  test.each(TABLES)(
    'may not alter, drop, rename or copy over %s, nor switch its triggers off',
    async (table) => {
      await refused(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
      await refused(`ALTER TABLE ${table} ADD COLUMN more text`);
      await refused(`DROP TABLE ${table}`);
      await refused(`ALTER TABLE ${table} RENAME TO gone`);
      await refused(`CREATE TRIGGER t BEFORE INSERT ON ${table} EXECUTE FUNCTION refuse_change()`);
    },
  );

  test('may not reach a day of the details past its parent', async () => {
    const { rows } = await gateway.query(
      `SELECT inhrelid::regclass::text AS day FROM pg_inherits WHERE inhparent = 'audit_detail'::regclass`,
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { day } of rows) {
      await refused(`DELETE FROM ${day}`);
      await refused(`TRUNCATE ${day}`);
      await refused(`DROP TABLE ${day}`);
    }
  });

  test('may not take on the role of the owner, nor switch triggers off for its session', async () => {
    await refused('SET ROLE gateway_owner');
    await refused('SET session_replication_role = replica');
    await refused('CREATE TABLE t (i int)');
    await refused("COPY log_entry TO '/tmp/log'");
  });

  test('may not drop details of the last year by the function that drops old ones', async () => {
    await expect(gateway.query('SELECT purge_audit_details(current_date - 364)')).rejects.toThrow('365 days');
  });
});

describe('the owner of the schema', () => {
  test.each(INSERT_ONLY.filter(([table]) => table !== 'audit_detail'))(
    'does not change or empty %s by mistake: triggers refuse it',
    async (table, column) => {
      await expect(owner.query(`UPDATE ${table} SET ${column} = ${column}`)).rejects.toThrow(
        /kept|append|refus|change/i,
      );
      // Acknowledgments go one by one, a month after their drain (table-bounds.test.ts); here there is none.
      if (table !== 'mark_acknowledgement')
        await expect(owner.query(`DELETE FROM ${table}`)).rejects.toThrow();
      await expect(owner.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow();
    },
  );
});

describe("the gateway's role", () => {
  test('can delete in no table but those of things that are used up', async () => {
    const { rows } = await gateway.query(
      `SELECT c.relname AS name FROM pg_class c
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
         AND has_table_privilege(c.oid, 'DELETE') ORDER BY 1`,
    );
    const names = rows.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['idempotency_key', 'node_lease', 'proof_used']));
    for (const kept of [
      ...TABLES,
      'agency',
      'sharing_grant',
      'officer',
      'person',
      'client_registration',
      'agency_ori',
      'sharing_state',
      'drain',
    ]) {
      expect(names).not.toContain(kept);
    }
  });

  test('can truncate nothing, owns nothing, and is no superuser', async () => {
    const { rows } = await gateway.query(
      `SELECT count(*) FILTER (WHERE has_table_privilege(c.oid, 'TRUNCATE')) AS truncatable,
              count(*) FILTER (WHERE pg_get_userbyid(c.relowner) = current_user) AS owned,
              (SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication
               FROM pg_roles WHERE rolname = current_user) AS mighty
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace`,
    );
    expect(rows).toEqual([{ truncatable: 0, owned: 0, mighty: false }]);
  });

  test("has no way to the reads: they are in a database that it can't enter with this log-in", async () => {
    const url = Object.assign(new URL(databases.gatewayUrl), { pathname: '/template_reads' }).href;
    const reads = connectPool(url, { applicationName: 'test', max: 1 });
    await expect(reads.query('SELECT 1 FROM read')).rejects.toMatchObject({ code: '42501' });
    await reads.end();
  });
});

/** No start with a log-in that may do more than is declared; what the steps give is what is declared. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectPool } from '../../../../gateway/database/db.ts';
import { checkPrivileges, isDeclared } from '../../../../gateway/database/privileges/check-privileges.ts';
import { findPrivileges, findRole } from '../../../../gateway/database/privileges/found-privileges.ts';
import { GATEWAY_PRIVILEGES } from '../../../../gateway/database/privileges/gateway-privileges.ts';
import type { DeclaredPrivileges } from '../../../../gateway/database/privileges/privileges.ts';
import { READS_PRIVILEGES } from '../../../../gateway/database/privileges/reads-privileges.ts';
import { createSharingFixture, type SharingFixture } from '../../../setup/database/sharing-fixture.ts';

let fixture: SharingFixture;
let reads: pg.Pool;
let readsOwner: pg.Pool;

beforeAll(async () => {
  fixture = await createSharingFixture();
  const { readsOwnerUrl, readsUrl } = fixture.databases;
  reads = connectPool(readsUrl, { applicationName: 'test', max: 1 });
  readsOwner = connectPool(readsOwnerUrl, { applicationName: 'test-owner', max: 1 });
});
afterAll(async () => {
  await Promise.all([reads.end(), readsOwner.end()]);
  await fixture.close();
});

const check = () => checkPrivileges(fixture.pool, GATEWAY_PRIVILEGES);
const undo: string[] = [];
async function asOwner(statement: string, back: string): Promise<void> {
  undo.push(back);
  await fixture.ownerPool.query(statement);
}
afterEach(async () => {
  for (const statement of undo.splice(0).reverse()) await fixture.ownerPool.query(statement);
  await expect(check()).resolves.toBeUndefined();
});

/** What a declaration says, as the server would find it. */
function declaredOf({ sequences, tables }: DeclaredPrivileges): string[] {
  const columns = (privilege: string, table: string, which: true | readonly string[] | undefined) => {
    if (which === undefined) return [];
    return which === true
      ? [`${privilege} ${table}`]
      : which.map((column) => `${privilege} ${table} ${column}`);
  };
  return [
    ...Object.entries(tables).flatMap(([table, { delete: may, insert, update }]) => [
      `SELECT ${table}`,
      ...columns('INSERT', table, insert),
      ...columns('UPDATE', table, update),
      ...(may ? [`DELETE ${table}`] : []),
    ]),
    ...Object.entries(sequences).flatMap(([name, { read }]) => [
      `USAGE ${name}`,
      ...(read ? [`SELECT ${name}`] : []),
    ]),
  ].sort();
}

describe('the steps give what is declared, no less and no more:', () => {
  test.each([
    ['the gateway’s database', () => fixture.pool, GATEWAY_PRIVILEGES],
    ['the reads', () => reads, READS_PRIVILEGES],
  ] as const)('in %s', async (_name, pool, declared) => {
    const found = await findPrivileges(pool());
    expect(found.filter((one) => !isDeclared(one, declared))).toEqual([]);
    const names = found.map(({ column, name, privilege }) =>
      [privilege, name, column].filter(Boolean).join(' '),
    );
    expect(names.sort()).toEqual(declaredOf(declared));
    expect((await findRole(pool())).functions).toEqual(Object.keys(declared.functions).sort());
    await expect(checkPrivileges(pool(), declared)).resolves.toBeUndefined();
  });
});

describe('a log-in that may do more does not start, and is told what and how to mend it:', () => {
  test('the owner', async () => {
    await expect(checkPrivileges(fixture.ownerPool, GATEWAY_PRIVILEGES)).rejects.toThrow(
      /^DATABASE_URL signs in as `\w+`, who may change or delete .*; next: write into DATABASE_URL the log-in `\w+`/,
    );
    await expect(checkPrivileges(readsOwner, READS_PRIVILEGES)).rejects.toThrow(
      /^READS_DATABASE_URL signs in as/,
    );
  });

  test('the owner of both databases, by the name of the one that the setting is for', async () => {
    const { gatewayUrl, readsUrl, superuserUrl } = fixture.databases;
    const [gateway, store] = [gatewayUrl, readsUrl].map((url) => new URL(url).pathname.slice(1));
    const both = `both_${store}`;
    const superuser = new pg.Client({ connectionString: superuserUrl });
    await superuser.connect();
    await superuser.query(`CREATE ROLE ${both} LOGIN PASSWORD 'not-a-secret'`);
    const login = { username: both, password: 'not-a-secret' };
    const owner = connectPool(Object.assign(new URL(readsUrl), login).href, {
      applicationName: 'test',
      max: 1,
    });
    try {
      for (const name of [gateway, store]) await superuser.query(`ALTER DATABASE ${name} OWNER TO ${both}`);
      await expect(checkPrivileges(owner, READS_PRIVILEGES)).rejects.toThrow(
        `who may change or delete whatever there is (the owner of DATABASE ${store})`,
      );
    } finally {
      await owner.end();
      await superuser.query(`ALTER DATABASE ${gateway} OWNER TO gateway_owner`);
      await superuser.query(`ALTER DATABASE ${store} OWNER TO reads_owner`);
      await superuser.query(`DROP ROLE ${both}`);
      await superuser.end();
    }
  });

  test.each([
    [
      'a right of a table',
      'GRANT DELETE ON mark TO gateway_app',
      'REVOKE DELETE ON mark FROM gateway_app',
      /may DELETE on mark: REVOKE DELETE ON mark FROM PUBLIC, gateway_app, /,
    ],
    [
      'a right of a column',
      'GRANT UPDATE (roles) ON person TO gateway_app',
      'REVOKE UPDATE (roles) ON person FROM gateway_app',
      /may UPDATE \(roles\) on person: REVOKE UPDATE \(roles\) ON person/,
    ],
    [
      'a right of the whole table where columns are declared',
      'GRANT UPDATE ON person TO gateway_app',
      'REVOKE UPDATE ON person FROM gateway_app; GRANT UPDATE (status, reinstated_at) ON person TO gateway_app',
      /may UPDATE on person: REVOKE UPDATE ON person [^;]*; GRANT UPDATE \(status, reinstated_at\) ON person TO gateway_app/,
    ],
    [
      'a right of everybody',
      'GRANT INSERT ON person TO PUBLIC',
      'REVOKE INSERT ON person FROM PUBLIC',
      /may INSERT on person/,
    ],
    [
      'a new table',
      'CREATE TABLE informers (name text); GRANT SELECT ON informers TO gateway_app',
      'DROP TABLE informers',
      /may SELECT on informers: REVOKE SELECT ON informers/,
    ],
    [
      'a new view',
      'CREATE VIEW all_persons AS TABLE person; GRANT SELECT ON all_persons TO PUBLIC',
      'DROP VIEW all_persons',
      /may SELECT on all_persons/,
    ],
    [
      'a table of another schema',
      'CREATE SCHEMA other CREATE TABLE t (i int); GRANT INSERT ON other.t TO gateway_app',
      'DROP SCHEMA other CASCADE',
      /may INSERT on other\.t/,
    ],
    [
      'a sequence',
      'GRANT UPDATE ON SEQUENCE node_generation TO gateway_app',
      'REVOKE UPDATE ON SEQUENCE node_generation FROM gateway_app',
      /may UPDATE on node_generation/,
    ],
    [
      'a function with its owner’s rights',
      `CREATE FUNCTION open_all() RETURNS void LANGUAGE sql SECURITY DEFINER AS ''`,
      'DROP FUNCTION open_all()',
      /may call open_all\(\): REVOKE EXECUTE ON FUNCTION open_all\(\)/,
    ],
    [
      'what will be made',
      'ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO gateway_app',
      'ALTER DEFAULT PRIVILEGES REVOKE INSERT ON TABLES FROM gateway_app',
      /will have rights in whatever `gateway_owner` makes; as a superuser: ALTER DEFAULT PRIVILEGES/,
    ],
    [
      'a schema',
      'GRANT CREATE ON SCHEMA public TO gateway_app',
      'REVOKE CREATE ON SCHEMA public FROM gateway_app',
      /may CREATE in SCHEMA public/,
    ],
    [
      'a guard that is switched off',
      'ALTER TABLE sharing_grant DISABLE TRIGGER sharing_grant_steps',
      'ALTER TABLE sharing_grant ENABLE TRIGGER sharing_grant_steps',
      /sharing_grant_steps: ALTER TABLE sharing_grant ENABLE TRIGGER sharing_grant_steps/,
    ],
  ] as const)('%s', async (_what, statement, back, message) => {
    await asOwner(statement, back);
    await expect(check()).rejects.toThrow(message);
  });

  test('another group, or an attribute of its own', async () => {
    const name = `node_${crypto.randomUUID().slice(0, 8)}`;
    const admin = new pg.Client(fixture.databases.superuserUrl);
    await admin.connect();
    await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x' IN ROLE gateway_app, pg_read_all_data`);
    const url = Object.assign(new URL(fixture.databases.gatewayUrl), { username: name, password: 'x' }).href;
    const login = connectPool(url, { applicationName: 'test', max: 1 });
    try {
      const tried = () => checkPrivileges(login, GATEWAY_PRIVILEGES);
      await expect(tried()).rejects.toThrow(
        `is in \`pg_read_all_data\`; as a superuser: REVOKE pg_read_all_data FROM ${name};`,
      );
      await admin.query(`REVOKE pg_read_all_data FROM ${name}`);
      await expect(tried()).resolves.toBeUndefined();
      await admin.query(`GRANT SET ON PARAMETER session_replication_role TO ${name}`);
      await expect(tried()).rejects.toThrow('may set session_replication_role');
      await admin.query(`REVOKE SET ON PARAMETER session_replication_role FROM ${name}`);
      for (const attribute of ['SUPERUSER', 'CREATEROLE', 'BYPASSRLS']) {
        await admin.query(`ALTER ROLE ${name} ${attribute}`);
        await expect(tried()).rejects.toThrow(`(${attribute})`);
        await admin.query(`ALTER ROLE ${name} NO${attribute}`);
      }
    } finally {
      await login.end();
      await admin.query(`DROP ROLE ${name}`);
      await admin.end();
    }
  });

  test('of the reads, beside the one view', async () => {
    await readsOwner.query('GRANT SELECT ON read TO reads_reader');
    await expect(checkPrivileges(reads, READS_PRIVILEGES)).rejects.toThrow(
      /may SELECT on read: REVOKE SELECT ON read/,
    );
    await readsOwner.query('REVOKE SELECT ON read FROM reads_reader');
  });
});

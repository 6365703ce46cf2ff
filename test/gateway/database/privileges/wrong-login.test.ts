/** A setting with another database, or another log-in, than its own: what to exchange or to type, which then works. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { inDatabase } from '../../../../gateway/database/in-database.ts';
import { checkAddress } from '../../../../gateway/database/privileges/check-address.ts';
import { checkPrivileges } from '../../../../gateway/database/privileges/check-privileges.ts';
import { GATEWAY_PRIVILEGES } from '../../../../gateway/database/privileges/gateway-privileges.ts';
import type { DeclaredPrivileges } from '../../../../gateway/database/privileges/privileges.ts';
import { READS_PRIVILEGES } from '../../../../gateway/database/privileges/reads-privileges.ts';
import { createTestDatabases, type TestDatabases } from '../../../setup/database/test-databases.ts';

let databases: TestDatabases;
let superuser: pg.Client;
const roles: string[] = [];

beforeAll(async () => {
  databases = await createTestDatabases();
  superuser = new pg.Client({ connectionString: databases.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await databases.drop();
  for (const role of roles) await superuser.query(`DROP ROLE ${role}`);
  await superuser.end();
});

const READS = [READS_PRIVILEGES, GATEWAY_PRIVILEGES] as const;
const GATEWAY = [GATEWAY_PRIVILEGES, READS_PRIVILEGES] as const;

/** As a node looks at a setting when it starts. */
async function look(url: string, [own, other]: readonly [DeclaredPrivileges, DeclaredPrivileges]) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await checkAddress(client, own, other);
    await checkPrivileges(client, own);
  } finally {
    await client.end();
  }
}

const messageOf = (looked: Promise<void>): Promise<string> =>
  looked.then(
    () => 'nothing is wrong',
    (error: Error) => error.message,
  );

const loginAt = (login: string, database: string) => {
  const { password, username } = new URL(login);
  return Object.assign(new URL(database), { password, username }).href;
};

/** A log-in made by hand, and its address. */
async function makeLogin(database: string, how = ''): Promise<{ role: string; url: string }> {
  const role = `made_${crypto.randomUUID().slice(0, 8)}`;
  await superuser.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x' ${how}`);
  roles.push(role);
  return { role, url: loginAt(`postgres://${role}:x@h/d`, database) };
}

const statements = (message: string) => message.match(/(GRANT|REVOKE|CREATE ROLE) [^;]*;/g) ?? [];

/** In the database of the address, as the role that the message names, which is never less than the owner. */
async function type(typed: readonly string[], database: string): Promise<void> {
  const client = new pg.Client({ connectionString: loginAt(databases.superuserUrl, database) });
  await client.connect();
  for (const statement of typed) await client.query(statement);
  await client.end();
}

describe('two addresses that were swapped are told as that, with what to exchange:', () => {
  test('the whole addresses, whichever of them is looked at first', async () => {
    await expect(look(databases.readsUrl, GATEWAY)).rejects.toThrow(
      /^DATABASE_URL names the database of the reads, `reads_\w+`, and signs in as `\w+`, a log-in for the reads: it looks swapped with READS_DATABASE_URL; next: exchange the two addresses/,
    );
    await expect(look(databases.gatewayUrl, READS)).rejects.toThrow(
      /^READS_DATABASE_URL names the database of the gateway, `gateway_\w+`, and signs in as .*: it looks swapped with DATABASE_URL; next: exchange the two addresses/,
    );
  });

  test('the names of the databases alone', async () => {
    const { gatewayUrl, readsUrl } = databases;
    await expect(look(loginAt(gatewayUrl, readsUrl), GATEWAY)).rejects.toThrow(
      /^DATABASE_URL names the database of the reads, [^:]*: it looks swapped .*exchange the names of the databases/,
    );
    await expect(look(loginAt(readsUrl, gatewayUrl), READS)).rejects.toThrow(
      /^READS_DATABASE_URL names the database of the gateway, [^:]*: it looks swapped .*exchange the names of the databases/,
    );
  });

  test('the log-ins alone, and no REVOKE is offered that would take its own group from one', async () => {
    const { gatewayUrl, readsUrl } = databases;
    for (const message of [
      await messageOf(look(loginAt(readsUrl, gatewayUrl), GATEWAY)),
      await messageOf(look(loginAt(gatewayUrl, readsUrl), READS)),
    ]) {
      expect(message).toMatch(/signs in as `\w+`, a log-in for the (reads|gateway): it looks swapped with/);
      expect(message).toMatch(
        /exchange the log-ins and passwords in the two, or write into \w+ the log-in `\w+`/,
      );
      expect(statements(message)).toEqual([]);
    }
  });

  test('right addresses are left alone', async () => {
    await expect(look(databases.gatewayUrl, GATEWAY)).resolves.toBeUndefined();
    await expect(look(databases.readsUrl, READS)).resolves.toBeUndefined();
  });
});

describe('what is printed for a wrong log-in works as it is typed:', () => {
  test('one in no group is given the group', async () => {
    const { role, url } = await makeLogin(databases.readsUrl);
    const message = await messageOf(look(url, READS));
    expect(message).toBe(
      `READS_DATABASE_URL signs in as \`${role}\`, which is not in \`reads_reader\`; next: as a superuser, ` +
        `GRANT reads_reader TO ${role};`,
    );
    await type(statements(message), databases.readsUrl);
    await expect(look(url, READS)).resolves.toBeUndefined();
  });

  test('one in another group is told of a log-in that is right: a GRANT would not make it so', async () => {
    const { role, url } = await makeLogin(databases.readsUrl, 'IN ROLE pg_read_all_data');
    const message = await messageOf(look(url, READS));
    expect(statements(message)).toEqual([]);
    const [, login] = /write into READS_DATABASE_URL the log-in `(\w+)`/.exec(message) as RegExpExecArray;
    expect(login).not.toBe(role);
    const { rows } = await superuser.query(
      `SELECT g.rolname AS group FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member
       JOIN pg_roles g ON g.oid = m.roleid WHERE r.rolname = $1`,
      [login],
    );
    expect(rows).toEqual([{ group: 'reads_reader' }]);
  });

  test('one that is in more groups than its own loses the others as a superuser types it', async () => {
    const { url } = await makeLogin(databases.gatewayUrl, 'IN ROLE gateway_app, reads_reader');
    const message = await messageOf(look(url, GATEWAY));
    expect(message).toContain('is in `reads_reader`; as a superuser: REVOKE reads_reader FROM');
    await type(statements(message), databases.gatewayUrl);
    await expect(look(url, GATEWAY)).resolves.toBeUndefined();
  });
});

describe('a log-in that may not even connect to the reads, as after `migrate`,', () => {
  const name = () => new URL(databases.readsUrl).pathname.slice(1);
  beforeAll(() => superuser.query(`REVOKE CONNECT ON DATABASE ${name()} FROM PUBLIC`));
  afterAll(() => superuser.query(`GRANT CONNECT ON DATABASE ${name()} TO PUBLIC`));
  const enter = (url: string) => inDatabase({ setting: 'READS_DATABASE_URL', url }, () => look(url, READS));

  test('is told what to exchange, or which log-in to make, and that one is let in', async () => {
    const message = await messageOf(enter(loginAt(databases.gatewayUrl, databases.readsUrl)));
    expect(message).toMatch(
      /may not connect to `reads_\w+`; next: exchange the names of the databases in DATABASE_URL/,
    );
    const [statement] = statements(message) as [string];
    expect(statement).toBe("CREATE ROLE gateway_reads LOGIN PASSWORD '…' IN ROLE reads_reader;");
    await type([statement], databases.readsUrl);
    roles.push('gateway_reads');
    await superuser.query(`GRANT CONNECT ON DATABASE ${name()} TO reads_reader`);
    await expect(
      enter(loginAt('postgres://gateway_reads:%E2%80%A6@h/d', databases.readsUrl)),
    ).resolves.toBeUndefined();
  });

  test('and one of the usual name that is in no group is given its group', async () => {
    await superuser.query('REVOKE reads_reader FROM gateway_reads');
    const url = loginAt('postgres://gateway_reads:%E2%80%A6@h/d', databases.readsUrl);
    const message = await messageOf(enter(url));
    expect(statements(message)).toEqual(['GRANT reads_reader TO gateway_reads;']);
    await type(statements(message), databases.readsUrl);
    await expect(enter(url)).resolves.toBeUndefined();
  });
});

describe('rights that were lost are named, and what is printed gives them back:', () => {
  test('of a view that was made again over the agency’s own store', async () => {
    await type(['REVOKE SELECT ON shared_read FROM reads_reader'], databases.readsUrl);
    const message = await messageOf(look(databases.readsUrl, READS));
    expect(message).toMatch(/who may do less than the gateway needs; next: as the owner of the database:/);
    expect(statements(message)).toEqual(['GRANT SELECT ON shared_read TO reads_reader;']);
    await type(statements(message), databases.readsUrl);
    await expect(look(databases.readsUrl, READS)).resolves.toBeUndefined();
  });

  test('of tables, columns, sequences and functions, as a dump restored without rights lacks them', async () => {
    await type(
      [
        'REVOKE ALL ON person, sharing_grant, mark, node_generation FROM gateway_app',
        'REVOKE EXECUTE ON FUNCTION halt_sharing() FROM gateway_app',
        'REVOKE USAGE ON SCHEMA public FROM PUBLIC, gateway_app',
      ],
      databases.gatewayUrl,
    );
    const message = await messageOf(look(databases.gatewayUrl, GATEWAY));
    expect(statements(message)).toContain('GRANT SELECT, USAGE ON SEQUENCE node_generation TO gateway_app;');
    await type(statements(message), databases.gatewayUrl);
    await expect(look(databases.gatewayUrl, GATEWAY)).resolves.toBeUndefined();
  });
});

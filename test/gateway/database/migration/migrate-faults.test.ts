/** `migrate` as an operator runs it: what stands in the way is one line that says what to run, and nothing is changed. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { migrateCommand } from '../../../../gateway/commands/migrate-command.ts';
import { LOCK_KEY } from '../../../../gateway/database/advisory-locks.ts';
import { runCommandForJson } from '../../../setup/commands/run-command.ts';
import { createTestDatabases, type TestDatabases } from '../../../setup/database/test-databases.ts';

const NAMES = ['OWNER_DATABASE_URL', 'OWNER_READS_DATABASE_URL'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);
const id = randomBytes(4).toString('hex');
const [owner, database, reads] = [`owner_${id}`, `empty_${id}`, `empty_reads_${id}`];
const PASSWORD = `secret-${id}`;

let templates: TestDatabases;
let superuser: pg.Client;
/** Listens, and never says a word. */
let silent: Server;

beforeAll(async () => {
  templates = await createTestDatabases();
  superuser = new pg.Client({ connectionString: templates.superuserUrl });
  await superuser.connect();
  await superuser.query(`CREATE ROLE ${owner} LOGIN PASSWORD '${PASSWORD}'`);
  for (const name of [database, reads]) await superuser.query(`CREATE DATABASE ${name} OWNER ${owner}`);
  silent = createServer().listen(0, '127.0.0.1');
});
afterAll(async () => {
  for (const name of [database, reads]) await superuser.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await superuser.query(`DROP ROLE ${owner}`);
  await superuser.end();
  silent.close();
  await templates.drop();
});
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** The address of a database on the test's server, as the owner without `CREATEROLE`. */
function urlOf(name: string, changes: Partial<Pick<URL, 'username' | 'password' | 'host'>> = {}): string {
  const url = new URL(templates.superuserUrl);
  return Object.assign(url, { pathname: `/${name}`, username: owner, password: PASSWORD }, changes).href;
}

async function migrate(
  gateway: string,
  readsUrl = urlOf(reads),
): Promise<{ gateway: string[]; reads: string[] }> {
  process.env.OWNER_DATABASE_URL = gateway;
  process.env.OWNER_READS_DATABASE_URL = readsUrl;
  return runCommandForJson(migrateCommand(), '');
}

const faultOf = (...urls: Parameters<typeof migrate>): Promise<string> =>
  migrate(...urls).then(
    () => 'migrated',
    (error: Error) => error.message,
  );

async function tablesOf(name: string): Promise<number> {
  const client = new pg.Client({ connectionString: urlOf(name) });
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
    return rows.length;
  } finally {
    await client.end();
  }
}

describe('a fault of `migrate` is one line with the next step', () => {
  test.each([
    [
      'a missing database',
      () => urlOf('nowhere'),
      `the database \`nowhere\` does not exist; next: as a superuser, CREATE DATABASE nowhere OWNER ${owner};`,
    ],
    [
      'a wrong password',
      () => urlOf(database, { password: 'wrong' }),
      `password of \`${owner}\`, or the name, is wrong; next: correct it in OWNER_DATABASE_URL`,
    ],
    ['no password', () => urlOf(database, { password: '' }), `no password is given for \`${owner}\``],
    [
      'nobody who listens',
      () => urlOf(database, { host: '127.0.0.1:1' }),
      'nobody answers at 127.0.0.1:1; next: start PostgreSQL',
    ],
    [
      'an unknown host',
      () => urlOf(database, { host: 'nowhere.invalid:5432' }),
      'the host of nowhere.invalid:5432 has no address',
    ],
    [
      'no address',
      () => 'localhost/gateway',
      'is not the address of a database; next: write it as postgresql://',
    ],
    [
      'another owner',
      () => urlOf(templateName()),
      ' belong to gateway_owner; next: sign in as gateway_owner in OWNER_DATABASE_URL',
    ],
  ])('%s', async (_, url, says) => {
    const fault = await faultOf(url());
    expect(fault).toContain(says);
    expect(fault).toMatch(/^OWNER_DATABASE_URL[^\n]*; next: [^\n]+$/);
    expect(fault).not.toContain(PASSWORD);
  });

  test('a server that says nothing', async () => {
    const { port } = silent.address() as { port: number };
    expect(await faultOf(urlOf(database, { host: `127.0.0.1:${port}` }))).toMatch(
      new RegExp(`^OWNER_DATABASE_URL: nobody answers at 127.0.0.1:${port}; next: .*$`),
    );
  }, 20_000);

  test('of both databases, one line each', async () => {
    expect((await faultOf(urlOf('nowhere'), urlOf('nowhere_else'))).split('\n')).toEqual([
      expect.stringMatching(/^OWNER_DATABASE_URL: the database `nowhere` does not exist; next: /),
      expect.stringMatching(/^OWNER_READS_DATABASE_URL: the database `nowhere_else` does not exist; next: /),
    ]);
  });
});

/** Of the databases that the tests' own owners have migrated. */
const templateName = () => new URL(templates.gatewayOwnerUrl).pathname.slice(1);
const readsTemplateName = () => new URL(templates.readsOwnerUrl).pathname.slice(1);

describe('before anything is changed, `migrate` looks whether it may be', () => {
  test('a log-in that does not own the database is told how it becomes its owner', async () => {
    await superuser.query(`ALTER DATABASE ${reads} OWNER TO CURRENT_USER`);
    expect(await faultOf(urlOf(database))).toBe(
      `OWNER_READS_DATABASE_URL: ${owner} does not own the database; next: as a superuser, ALTER DATABASE ${reads} OWNER TO ${owner};`,
    );
    await superuser.query(`ALTER DATABASE ${reads} OWNER TO ${owner}`);
    expect(await tablesOf(database)).toBe(0);
  });

  test('two addresses that were swapped are seen by what the databases hold', async () => {
    const [swapped, other] = [urlOf(readsTemplateName()), urlOf(templateName())];
    expect((await faultOf(swapped, other)).split('\n')).toEqual([
      `OWNER_DATABASE_URL: ${readsTemplateName()} is the database of the agency's reads: it looks swapped with ` +
        'OWNER_READS_DATABASE_URL; next: exchange the names of the databases in the two',
      `OWNER_READS_DATABASE_URL: ${templateName()} is the database of the gateway: it looks swapped with ` +
        'OWNER_DATABASE_URL; next: exchange the names of the databases in the two',
    ]);
  });

  test('one that may make no roles needs none, where they are there', async () => {
    const taken = await migrate(urlOf(database));
    expect(taken.gateway).toContain('171-baseline');
    expect(taken.reads).toContain('001-reads');
    expect(await migrate(urlOf(database))).toEqual({ gateway: [], reads: [] });
  });

  test('a lock that another migration holds is waited for, and then told', async () => {
    const holder = new pg.Client({ connectionString: urlOf(database) });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock($1)', [LOCK_KEY.migration]);
    const fault = await faultOf(urlOf(database));
    await holder.end();
    expect(fault).toMatch(
      /^OWNER_DATABASE_URL: another migration is under way; next: wait .* SELECT pg_terminate_backend\(\d+\);$/,
    );
  }, 30_000);
});

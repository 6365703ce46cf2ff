/**
 * No secret of the configuration in anything that a node prints or logs, whatever is wrong with that configuration: it
 * names the setting instead, and what to do.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type ResidentCli, startResidentCli } from '../setup/commands/resident-cli.ts';
import { createTestDatabases, type TestDatabases } from '../setup/database/test-databases.ts';
import { hasRedis, startTestRedis, type TestRedis } from '../setup/test-redis.ts';

const WRONG = 'telltale-0f3a';
const RIGHT = 'telltale-right-77';
const READY = 'the gateway is ready';

let databases: TestDatabases;
let redis: TestRedis | null;
let directory: string;
/** One process for all of them: to load the gateway takes two seconds of the processor. */
let cli: ResidentCli;
/** To a database with nothing in it, as the log-ins of a node. */
let unmigrated: { readonly gateway: string; readonly reads: string };

beforeAll(async () => {
  databases = await createTestDatabases();
  const empty = `empty_${randomBytes(4).toString('hex')}`;
  await asSuperuser(`CREATE DATABASE ${empty}`);
  unmigrated = { gateway: named(databases.gatewayUrl, empty), reads: named(databases.readsUrl, empty) };
  redis = hasRedis ? await startTestRedis() : null;
  await redis?.demand(RIGHT);
  directory = await mkdtemp(join(tmpdir(), 'secrets-'));
  cli = await startResidentCli(directory);
});
afterAll(async () => {
  await cli?.stop();
  await redis?.close();
  await asSuperuser(`DROP DATABASE ${new URL(unmigrated.reads).pathname.slice(1)} WITH (FORCE)`);
  await databases.drop();
  await rm(directory, { recursive: true, force: true });
});

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databases.superuserUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

const named = (url: string, database: string) =>
  Object.assign(new URL(url), { pathname: `/${database}` }).href;
const atNobody = (url: string) => Object.assign(new URL(url), { host: '127.0.0.1:1' }).href;
const withPassword = (url: string, password: string) => Object.assign(new URL(url), { password }).href;

/** Everything that the node printed until it ended, or until it was ready and was stopped. */
async function outputOf(changes: Record<string, string>): Promise<string> {
  let isEnding = false;
  const settings = {
    PORT: '0',
    LOG_LEVEL: 'debug',
    LOG_ORIGIN: 'log.secrets.test',
    PUBLIC_URL: 'http://127.0.0.1:1',
    DATA_DIR: directory,
    DATABASE_URL: databases.gatewayUrl,
    READS_DATABASE_URL: databases.readsUrl,
    OWNER_READS_DATABASE_URL: databases.readsOwnerUrl,
    ...changes,
  };
  const { stderr, stdout } = await cli.run(['serve'], settings, (said) => {
    if (isEnding || !said.includes(READY)) return;
    isEnding = true;
    cli.endServing();
  });
  return stdout + stderr;
}

/** Passwords of the databases that were given, and what is in the files of secrets. */
async function secrets(): Promise<string[]> {
  const { gatewayUrl, readsUrl, readsOwnerUrl } = databases;
  const passwords = [gatewayUrl, readsUrl, readsOwnerUrl].map((url) => new URL(url).password);
  const names = await readdir(join(directory, 'secrets'), { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  // Of a PEM or a JSON document what is long enough to be a key, of each line.
  const keys = texts.flatMap((text) => text.match(/[\w+/=-]{24,}/g) ?? []);
  return [...passwords.filter((password) => password !== ''), ...keys];
}

describe('a node prints none of its secrets', () => {
  const cases = (): readonly [string, Record<string, string>, string][] => [
    ['when all is well', {}, READY],
    [
      'when its database refuses it',
      { DATABASE_URL: withPassword(databases.gatewayUrl, WRONG) },
      'DATABASE_URL: the password of `gateway_node`, or the name, is wrong; next: correct it in DATABASE_URL\n',
    ],
    [
      'when its database is not there',
      { DATABASE_URL: named(databases.gatewayUrl, 'nowhere') },
      'DATABASE_URL: the database `nowhere` does not exist; next: correct the name in DATABASE_URL, or make',
    ],
    [
      'when nobody answers at its database',
      { DATABASE_URL: atNobody(databases.gatewayUrl) },
      'DATABASE_URL: nobody answers at 127.0.0.1:1; next: start PostgreSQL there, or correct host and port',
    ],
    [
      'when its database is not migrated',
      { DATABASE_URL: unmigrated.gateway },
      'is not migrated to this version; next: npm run gateway -- migrate\n',
    ],
    [
      'when the reads refuse it',
      { READS_DATABASE_URL: withPassword(databases.readsUrl, WRONG) },
      'READS_DATABASE_URL: the password of `reads_node`, or the name, is wrong; next: correct it in READS_DATABASE_URL\n',
    ],
    [
      'when the reads are not there',
      { READS_DATABASE_URL: named(databases.readsUrl, 'nowhere') },
      'READS_DATABASE_URL: the database `nowhere` does not exist; next: correct the name in READS_DATABASE_URL, or make',
    ],
    [
      'when the reads are not migrated',
      { READS_DATABASE_URL: unmigrated.reads },
      'is not migrated to this version; next: npm run gateway -- migrate\n',
    ],
    ['when nobody answers at the reads', { READS_DATABASE_URL: atNobody(databases.readsUrl) }, READY],
    [
      'when the purge may not sign in',
      { OWNER_READS_DATABASE_URL: withPassword(databases.readsOwnerUrl, WRONG) },
      READY,
    ],
    [
      'when a password is written as no URL can hold it',
      { DATABASE_URL: `postgres://gateway:${WRONG}%zz@127.0.0.1/x` },
      'DATABASE_URL must be written as postgresql://LOGIN:PASSWORD@HOST/DATABASE',
    ],
    [
      'when settings are mistyped',
      { DATABASE_URL: `mysql://u:${WRONG}@127.0.0.1/x`, REDIS_URL: `http://:${WRONG}@127.0.0.1:1` },
      'settings',
    ],
    ['when no redis is there', { REDIS_URL: `redis://:${WRONG}@127.0.0.1:1` }, READY],
    [
      'when it is given what only the owner should have',
      { OWNER_DATABASE_URL: databases.gatewayOwnerUrl },
      "a node must not have the password of the database's owner; next: start it in a shell without OWNER_DATABASE_URL",
    ],
    ['when redis refuses it', { REDIS_URL: redisUrl() }, READY],
  ];
  const redisUrl = () =>
    redis === null
      ? `redis://:${WRONG}@127.0.0.1:1`
      : withPassword(redis.url, WRONG).replace('//:', '//default:');

  test('with the right settings, and with each of them wrong', async () => {
    for (const [when, changes, until] of cases()) {
      const output = await outputOf(changes);
      expect({ when, output: output.includes(until) ? until : output }).toEqual({ when, output: until });
      expect({ when, told: [WRONG, RIGHT].filter((secret) => output.includes(secret)) }).toEqual({
        when,
        told: [],
      });
      const told = (await secrets()).filter((secret) => output.includes(secret));
      expect({ when, told: told.length }).toEqual({ when, told: 0 });
      if (when === 'when nobody answers at the reads') {
        expect(output.match(/no read can be looked up/g)).toHaveLength(1);
        expect(output).toContain(
          'READS_DATABASE_URL: nobody answers at 127.0.0.1:1; next: start PostgreSQL there',
        );
      }
      if (when === 'when no redis is there')
        expect(output).toMatch(/REDIS_URL: no Redis answers there; next: .* no hit is sent to partners/);
      if (when === 'when the purge may not sign in')
        expect(output).toMatch(
          /OWNER_READS_DATABASE_URL: the password of .*; next: correct it in OWNER_READS/,
        );
      if (when === 'when redis refuses it')
        expect(output).toMatch(
          redis === null ? /no Redis answers/ : /REDIS_URL: redis refuses .*; next: correct it/,
        );
    }
    // Lines that came late, or of what a failed start has left behind, are none of a case.
    const all = await secrets();
    const written = cli.output();
    expect([WRONG, RIGHT, ...all].filter((secret) => written.includes(secret)).length).toBe(0);
    // What is looked for is there.
    expect(all.length).toBeGreaterThan(4);
  }, 300_000);
});

/** No secret of the configuration in anything that a node prints or logs, whatever is wrong with that configuration. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RUN_TYPESCRIPT } from '../setup/run-typescript.ts';
import { createTestDatabases, type TestDatabases } from '../setup/test-databases.ts';
import { hasRedis, startTestRedis, type TestRedis } from '../setup/test-redis.ts';

const WRONG = 'telltale-0f3a';
const RIGHT = 'telltale-right-77';

let databases: TestDatabases;
let redis: TestRedis | null;
let directory: string;

beforeAll(async () => {
  databases = await createTestDatabases();
  redis = hasRedis ? await startTestRedis() : null;
  await redis?.demand(RIGHT);
  directory = await mkdtemp(join(tmpdir(), 'secrets-'));
});
afterAll(async () => {
  await redis?.close();
  await databases.drop();
  await rm(directory, { recursive: true, force: true });
});

const withPassword = (url: string, password: string) => Object.assign(new URL(url), { password }).href;

/** Everything that the node printed until it ended, or until it had been ready for a moment and was stopped. */
async function outputOf(changes: Record<string, string>, until: string): Promise<string> {
  const child = spawn(process.execPath, [...RUN_TYPESCRIPT, 'gateway/cli.ts', 'serve'], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      LOG_LEVEL: 'debug',
      LOG_ORIGIN: 'log.secrets.test',
      PUBLIC_URL: 'http://127.0.0.1:1',
      DATA_DIR: directory,
      DATABASE_URL: databases.gatewayUrl,
      READS_DATABASE_URL: databases.readsUrl,
      OWNER_READS_DATABASE_URL: databases.readsOwnerUrl,
      ...changes,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const told = new Promise<void>((resolve) => {
    const keep = (chunk: Buffer) => {
      output += chunk;
      if (output.includes(until)) resolve();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
  });
  const closed = once(child, 'close');
  await Promise.race([told, closed]);
  child.kill('SIGTERM');
  await closed;
  return output;
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
    ['when all is well', {}, 'the gateway is ready'],
    [
      "when its database refuses it, or is the owner's",
      { DATABASE_URL: withPassword(databases.gatewayUrl, WRONG) },
      'password',
    ],
    [
      'when the reads refuse it',
      { READS_DATABASE_URL: withPassword(databases.readsUrl, WRONG) },
      'the gateway is ready',
    ],
    [
      'when the purge may not sign in',
      { OWNER_READS_DATABASE_URL: withPassword(databases.readsOwnerUrl, WRONG) },
      'the gateway is ready',
    ],
    [
      'when settings are mistyped',
      { DATABASE_URL: `mysql://u:${WRONG}@127.0.0.1/x`, REDIS_URL: `http://:${WRONG}@127.0.0.1:1` },
      'settings',
    ],
    ['when redis refuses it', { REDIS_URL: redisUrl() }, 'the gateway is ready'],
  ];
  const redisUrl = () =>
    redis === null
      ? `redis://:${WRONG}@127.0.0.1:1`
      : withPassword(redis.url, WRONG).replace('//:', '//default:');

  test('with the right settings, and with each of them wrong', async () => {
    for (const [when, changes, until] of cases()) {
      const output = await outputOf(changes, until);
      expect({ when, output: output.includes(until) ? until : output }).toEqual({ when, output: until });
      expect({ when, told: [WRONG, RIGHT].filter((secret) => output.includes(secret)) }).toEqual({
        when,
        told: [],
      });
      const told = (await secrets()).filter((secret) => output.includes(secret));
      expect({ when, told: told.length }).toEqual({ when, told: 0 });
      if (when === 'when redis refuses it')
        expect(output).toMatch(redis === null ? /not there/ : /redis refuses/);
    }
    // What is looked for is there.
    expect((await secrets()).length).toBeGreaterThan(4);
  }, 120_000);
});

/**
 * `compose.yaml`, carried out step by step without a container engine: on an empty PostgreSQL and a Redis with a password,
 * with the sample issuer, the real nginx, and two nodes. Then passwords are changed while a partner asks.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { takeReads } from '../gateway/reads/reads-fixture.ts';
import { RUN_TYPESCRIPT } from '../setup/commands/run-typescript.ts';
import { eventually } from '../setup/eventually.ts';
import { ROOT } from '../setup/source-files.ts';
import { hasRedis } from '../setup/test-redis.ts';
import { inOrder } from './compose-file.ts';
import { Replay } from './replay.ts';
import { NGINX } from './start-nginx.ts';
import { askerOf, startLoad, type TlsAsker, tlsAsker } from './tls-load.ts';

const PATIENCE = 300_000;
const PARTNER = 'CO0010000';
const PLATE = 'NTH0001';

let replay: Replay;
let nobody: TlsAsker;
let partner: TlsAsker;

const queryBody = (turn: number) => ({
  purpose: {
    code: 'stolen_vehicle',
    caseNumber: 'CR-2026-0142',
    justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street',
  },
  onBehalfOf: { id: `officer-${turn % 3}`, name: 'Officer Sample', ori: PARTNER },
  plate: { number: PLATE },
  from: new Date(Date.now() - 3_600_000).toISOString(),
  to: new Date().toISOString(),
});

const secret = (name: string) => readFileSync(replay.secretFile(name), 'utf8').trim();

/** A secret is a file that only its owner may write: another takes its place. */
function replace(name: string, text: string): void {
  rmSync(replay.secretFile(name));
  writeFileSync(replay.secretFile(name), `${text}\n`, { mode: 0o444 });
}

/** Each service of the file, carried out in its order. */
const CARRIED_OUT: Readonly<Record<string, () => Promise<unknown>>> = {
  postgres: () => replay.createDatabases(),
  redis: () => replay.serveRedis(),
  issuer: () => replay.serve('issuer', /is ready/, { PORT: String(replay.ports.issuer), HOST: '127.0.0.1' }),
  migrate: () => replay.run('migrate'),
  register: () => replay.run('register'),
  'gateway-1': () => replay.serveNode('gateway-1'),
  'gateway-2': () => replay.serveNode('gateway-2'),
  proxy: () => replay.serveProxy(),
};

async function asPeople(): Promise<Parameters<typeof askerOf>[2]> {
  const program = join(ROOT, 'test/deploy/grant-as-people.ts');
  const child = spawn(process.execPath, [...RUN_TYPESCRIPT, program, join(replay.directory, 'secrets')], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: replay.secretFile('ca') },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (piece) => (stdout += piece));
  child.stderr.on('data', (piece) => (stderr += piece));
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`ended with ${code ?? signal}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Without Redis, or with a password that it refuses, it names `jobs` as degraded. */
async function readiness() {
  const { degraded, failing, status } = JSON.parse((await nobody.ask('GET', '/readyz')).text);
  return { status, degraded, failing };
}

async function asSuperuser<Row extends object>(text: string): Promise<Row[]> {
  const client = new pg.Client(replay.server.url('gateway'));
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Stops a node and starts it again with what its files hold now, as an operator does, one after the other. */
async function restartNodes(): Promise<void> {
  for (const name of ['gateway-1', 'gateway-2']) {
    await replay.stop(name);
    await replay.serveNode(name);
  }
}

const canReplay = NGINX !== undefined && hasRedis;
if (!canReplay)
  process.stderr.write(
    'without nginx and Redis compose.yaml is not replayed: install nginx-light, redis-server\n',
  );

(canReplay ? describe : describe.skip)('compose.yaml, from nothing', () => {
  beforeAll(async () => {
    replay = await Replay.begin();
    expect(await replay.run('prepare')).toMatch(/the secrets are made; next: docker compose up/);
    for (const name of inOrder(replay.compose)) await (CARRIED_OUT[name] as () => Promise<unknown>)();
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    await takeReads(
      secret('owner-reads-database-url'),
      [1, 2, 3].map((minutes) => ({
        ...{ plate: PLATE, cameraId: 'CAM-1', cameraName: 'Camera', capturedAt: minutesAgo(minutes) },
      })),
    );
    const ca = readFileSync(replay.secretFile('ca'), 'utf8');
    nobody = tlsAsker(replay.publicUrl, ca, null);
    partner = tlsAsker(replay.publicUrl, ca, askerOf(replay.publicUrl, PARTNER, await asPeople()));
  }, PATIENCE);
  afterAll(async () => {
    nobody?.close();
    partner?.close();
    await replay?.end();
  }, PATIENCE);

  test('has started, and is reached over TLS', async () => {
    expect(await nobody.ask('GET', '/readyz')).toMatchObject({ status: 200 });
    expect((await nobody.ask('GET', '/healthz')).text).toBe('{"status":"ok"}');
    expect((await nobody.ask('GET', '/console')).status).not.toBe(404);
  });

  test('has secrets that only their owner can reach, and makes none twice', async () => {
    const before = secret('database-url');
    expect(statSync(join(replay.directory, 'secrets')).mode & 0o777).toBe(0o700);
    expect(statSync(replay.secretFile('clients')).mode & 0o777).toBe(0o600);
    expect(await replay.run('prepare')).toMatch(/the secrets are there already/);
    expect(secret('database-url')).toBe(before);
  });

  test('has a Redis that answers nobody without the password', async () => {
    const client = new Redis(replay.ports.redis as number, '127.0.0.1', {
      lazyConnect: true,
      maxRetriesPerRequest: 0,
      enableReadyCheck: false,
    });
    client.on('error', () => undefined);
    await expect(client.ping()).rejects.toThrow(/NOAUTH/);
    client.disconnect();
    expect(await readiness()).toEqual({ status: 'ready' });
  });

  test("changes the password of the databases' owner, and migrates and registers again without a change", async () => {
    await asSuperuser("ALTER ROLE alpr_owner PASSWORD 'new-0'");
    const { port } = replay.server;
    replace('owner-database-url', `postgres://alpr_owner:new-0@127.0.0.1:${port}/gateway`);
    replace('owner-reads-database-url', `postgres://alpr_owner:new-0@127.0.0.1:${port}/reads`);
    await replay.run('migrate');
    expect(await replay.run('register')).toMatch(/persons: 0 added, 7 there before/);
  });

  test('shares reads with a partner that two people granted it, with a receipt that its key verifies', async () => {
    const { status, text } = await partner.ask('POST', '/v1/queries', queryBody(0));
    expect([status, text]).toEqual([200, expect.stringContaining('"reads":[{')]);
    const { logKey } = JSON.parse(secret('clients')) as { logKey: string };
    const note = JSON.parse(text).receipt.checkpoint as string;
    expect(note).toContain(`\u2014 ${logKey.split('+')[0]} `);
  });

  test(
    'changes the passwords of both databases and of Redis while a partner asks: no query fails',
    async () => {
      const redis = new Redis(secret('redis-url'));
      const load = startLoad(partner, queryBody, { connections: 4, rest: 20 });
      await eventually(() => load.answered() > 20);

      await asSuperuser("CREATE ROLE gateway_2 LOGIN PASSWORD 'new-1' IN ROLE gateway_app");
      await asSuperuser("CREATE ROLE gateway_reads_2 LOGIN PASSWORD 'new-2' IN ROLE reads_reader");
      await redis.acl('SETUSER', 'default', '>new-3');
      const old = new URL(secret('redis-url').replace('redis:', 'http:')).password;
      const { port } = replay.server;
      replace('database-url', `postgres://gateway_2:new-1@127.0.0.1:${port}/gateway`);
      replace('reads-database-url', `postgres://gateway_reads_2:new-2@127.0.0.1:${port}/reads`);
      replace('redis-url', `redis://:new-3@127.0.0.1:${replay.ports.redis}`);
      await restartNodes();

      await eventually(async () => {
        const left = await asSuperuser(
          "SELECT FROM pg_stat_activity WHERE usename IN ('gateway', 'gateway_reads')",
        );
        return left.length === 0;
      });
      await asSuperuser('DROP ROLE gateway');
      await asSuperuser('DROP ROLE gateway_reads');
      await redis.acl('SETUSER', 'default', `<${old}`);
      const { answered, failures } = await load.stop();
      redis.disconnect();
      expect(failures).toEqual([]);
      expect(answered).toBeGreaterThan(100);
      expect(await readiness()).toEqual({ status: 'ready' });
    },
    PATIENCE,
  );

  test('tells no password of databases, Redis or people in what it writes', () => {
    const words = ['owner-password', 'gateway-password', 'gateway-reads-password'].map(secret);
    expect(words.filter((word) => replay.output().includes(word))).toEqual([]);
  });
});

/** The doctor finds each of the faults that an operator makes, names it alone, and says what to do. */
import { chmod } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { runProgram } from '../../../../gateway/commands/run-program.ts';
import { examineAll } from '../../../../gateway/node/doctor/examine-all.ts';
import { examineMachine } from '../../../../gateway/node/doctor/examine-machine.ts';
import { readConfig } from '../../../../gateway/settings/read-config.ts';
import { serveOnLoopback } from '../../../setup/serve-on-loopback.ts';
import { hasRedis } from '../../../setup/test-redis.ts';
import { type DoctorScene, openDoctorScene } from './doctor-scene.ts';

interface Planted {
  readonly found: string;
  readonly next: RegExp;
  readonly given?: (scene: DoctorScene) => Record<string, string>;
  readonly plant?: (scene: DoctorScene) => unknown;
  /** Undoes what is outside the scene's own members. */
  readonly mend?: (scene: DoctorScene) => unknown;
  readonly clock?: () => number;
}

const FAULTS: readonly (readonly [what: string, planted: Planted])[] = [
  [
    'a setting that cannot be used',
    { found: 'settings', next: /correct it/, given: () => ({ LOG_ORIGIN: '' }) },
  ],
  [
    'a wrong password of the database',
    {
      found: 'database',
      next: /correct it in DATABASE_URL/,
      given: ({ databases }) => ({
        DATABASE_URL: Object.assign(new URL(databases.gatewayUrl), { password: 'wrong' }).href,
      }),
    },
  ],
  [
    'a step of the schema that was not taken',
    {
      found: 'schema',
      next: /migrate/,
      plant: ({ sql }) => sql(`UPDATE knex_migrations SET name = 'x' || name WHERE id = 1`),
      mend: ({ sql }) => sql(`UPDATE knex_migrations SET name = substr(name, 2) WHERE id = 1`),
    },
  ],
  [
    'a log-in that may take back what was logged',
    {
      found: 'privileges',
      next: /migrate|REVOKE/,
      plant: ({ sql }) => sql('GRANT DELETE ON log_entry TO gateway_app'),
      mend: ({ sql }) => sql('REVOKE DELETE ON log_entry FROM gateway_app'),
    },
  ],
  [
    'commits that no second server holds, where one must',
    { found: 'durability', next: /database\.md/, given: () => ({ REQUIRE_SYNCHRONOUS_COMMIT: 'true' }) },
  ],
  ['a clock a minute ahead', { found: 'clock', next: /NTP/, clock: () => Date.now() + 60_000 }],
  [
    'the databases swapped',
    {
      found: 'reads',
      next: /exchange/,
      given: ({ databases }) => ({ READS_DATABASE_URL: databases.gatewayUrl }),
    },
  ],
  [
    'a Redis that nobody started',
    { found: 'redis', next: /start it/, given: () => ({ REDIS_URL: 'redis://127.0.0.1:1' }) },
  ],
  [
    'a mail server that nobody started',
    {
      found: 'mail',
      next: /start it/,
      given: () => ({ NOTICE_SMTP_URL: 'smtp://127.0.0.1:1', NOTICE_FROM: 'alpr@example.gov' }),
    },
  ],
  [
    'a key that others may read',
    {
      found: 'secrets',
      next: /chmod 600/,
      plant: ({ keyFile }) => chmod(keyFile, 0o644),
      mend: ({ keyFile }) => chmod(keyFile, 0o600),
    },
  ],
  [
    'an issuer that calls itself otherwise',
    {
      found: 'issuer-discovery',
      next: /exactly the registered/,
      plant: ({ issuer }) => (issuer.metadata = { issuer: 'https://other.example' }),
    },
  ],
  [
    'an issuer that publishes a private key',
    {
      found: 'issuer-keys',
      next: /publish keys/,
      plant: ({ issuer }) => (issuer.keys = { keys: [{ kty: 'EC', d: 'A' }] }),
    },
  ],
  [
    'an issuer without DPoP',
    {
      found: 'issuer-dpop',
      next: /DPoP proofs/,
      plant: ({ issuer }) => (issuer.metadata = { dpop_signing_alg_values_supported: undefined }),
    },
  ],
  [
    'an issuer that passes over `resource`',
    {
      found: 'issuer-resource',
      next: /RFC 8707/,
      plant: ({ issuer }) => (issuer.claims = { aud: 'https://other.example' }),
    },
  ],
  [
    'an issuer that tells of one factor',
    {
      found: 'issuer-amr',
      next: /`amr`/,
      plant: ({ signIn }) => signIn(['pwd']),
      mend: ({ signIn }) => signIn(['pwd', 'otp']),
    },
  ],
  [
    'an address that leads elsewhere',
    { found: 'public-address', next: /HOST and PORT/, plant: ({ proxy }) => (proxy.leadsTo = 1) },
  ],
  [
    'a proxy that nobody trusts',
    {
      found: 'proxy-addresses',
      next: /add 127\.0\.0\.1/,
      given: () => ({ TRUSTED_PROXIES: '192.0.2.1' }),
    },
  ],
  [
    'a proxy that buffers',
    { found: 'proxy-buffering', next: /proxy_buffering off/, plant: ({ proxy }) => (proxy.buffers = true) },
  ],
  [
    'a proxy that passes on a certificate from outside',
    { found: 'proxy-certificate', next: /remove it/, plant: ({ proxy }) => (proxy.passesOn = true) },
  ],
];

(hasRedis ? describe : describe.skip)('the doctor (skipped where redis-server is not installed)', () => {
  let scene: DoctorScene;
  const before = { ...process.env };

  beforeAll(async () => {
    scene = await openDoctorScene();
    Object.assign(process.env, scene.settings);
    await scene.signIn(['pwd', 'otp']);
  });
  afterAll(async () => {
    process.env = before;
    await scene.close();
  });
  afterEach(() => {
    Object.assign(scene.issuer, { metadata: {}, keys: {}, claims: {} });
    Object.assign(scene.proxy, { buffers: false, passesOn: false, leadsTo: scene.port });
  });

  const faultsOf = async (environment: Readonly<Record<string, string>>, now?: () => number) =>
    (await examineAll(environment, now)).filter(({ state }) => state === 'fault');

  test('finds no fault where all is well, and says what nobody can see from here', async () => {
    const findings = await examineAll(scene.settings);
    expect(findings.filter(({ state }) => state === 'fault')).toEqual([]);
    expect(findings.filter(({ state }) => state === 'unchecked').map(({ check }) => check)).toEqual([
      'backup',
    ]);
  });

  test.each(FAULTS)(
    'finds %s, alone, with the next step',
    async (_, { clock, found, given, mend, next, plant }) => {
      await plant?.(scene);
      const faults = await faultsOf({ ...scene.settings, ...given?.(scene) }, clock);
      await mend?.(scene);
      expect(faults).toEqual([
        { check: found, state: 'fault', says: expect.any(String), next: expect.stringMatching(next) },
      ]);
      expect(JSON.stringify(faults)).not.toContain(new URL(scene.databases.gatewayUrl).password);
    },
  );

  test('finds a disk that is almost full', async () => {
    const space = async () => ({ bytes: 100e9, free: 0.5e9 });
    const found = await examineMachine(readConfig(scene.settings), space);
    expect(found).toContainEqual(
      expect.objectContaining({ check: 'disk', state: 'fault', next: expect.stringContaining('make room') }),
    );
  });

  test('asks a node that runs as anybody may, and says why it sees no more', async () => {
    const node = await serveOnLoopback((_, response) =>
      response.writeHead(503).end('{"status":"not ready","failing":["lease"]}'),
    );
    const { port } = new URL(node.url);
    const found = await examineAll({ ...scene.settings, PORT: port, PUBLIC_URL: node.url });
    node.close();
    const of = (check: string) => found.find((one) => one.check === check);
    expect(of('public-address')).toMatchObject({ state: 'fault', says: expect.stringContaining('lease') });
    expect(of('proxy-buffering')).toMatchObject({
      state: 'unchecked',
      next: expect.stringContaining('stop this node'),
    });
  });

  test('is a command that exits with 1 at a fault, and prints what a program reads', async () => {
    const written: string[] = [];
    const write = process.stdout.write;
    process.stdout.write = ((text: string) => written.push(text) > 0) as typeof write;
    scene.proxy.buffers = true;
    await runProgram(['doctor', '--json']).finally(() => {
      process.stdout.write = write;
    });
    const code = process.exitCode;
    process.exitCode = 0;
    expect(code).toBe(1);
    expect(JSON.parse(written.join('')).holds).toBe(false);
  });
});

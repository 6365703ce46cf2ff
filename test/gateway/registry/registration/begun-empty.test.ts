/** A gateway that begins with empty databases: migrated, registered from a file, served, and asked. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectWith } from '../../../../gateway/cli/client/connect.ts';
import { freePort } from '../../../../gateway/demo/free-port.ts';
import { type DemoIssuer, startDemoIssuer } from '../../../../gateway/demo/issuer/demo-issuer.ts';
import { generateKeyPair } from '../../../../gateway/identity/jose/generate-key-pair.ts';
import { runCli } from '../../../setup/commands/run-cli.ts';
import { useCli } from '../../../setup/commands/use-cli.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import { createTestDatabases, type TestDatabases } from '../../../setup/database/test-databases.ts';
import { demoQuery } from '../../../setup/demo/demo-query.ts';
import { eventually } from '../../../setup/eventually.ts';
import { programArguments } from '../../../setup/program-arguments.ts';

const OWNER = 'CO0010300';
const PARTNER = 'CO0010000';
const PATIENCE = 300_000;

const cli = useCli();
let databases: TestDatabases;
let issuer: DemoIssuer;
let directory: string;
let node: ChildProcess | undefined;
let resource: string;
let environment: Record<string, string>;

const CLIENTS = (
  [
    ['adams', PARTNER, 'alpr.query'],
    ['later', PARTNER, 'alpr.query'],
    ['admin-1', OWNER, 'alpr.admin'],
    ['admin-2', OWNER, 'alpr.admin'],
  ] as const
).map(([name, ori, scope]) => ({ name, clientId: name, ori, scope, ...generateKeyPair() }));

/** The same server, with databases in which there is nothing. */
async function emptied({
  gatewayUrl,
  gatewayOwnerUrl,
  readsUrl,
  readsOwnerUrl,
  superuserUrl,
}: TestDatabases) {
  const superuser = new pg.Client(superuserUrl);
  await superuser.connect();
  for (const [url, owner] of [
    [gatewayUrl, 'gateway_owner'],
    [readsUrl, 'reads_owner'],
  ] as const) {
    const name = new URL(url).pathname.slice(1);
    await superuser.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await superuser.query(`CREATE DATABASE ${name} OWNER ${owner}`);
  }
  await superuser.end();
  return {
    DATABASE_URL: gatewayUrl,
    OWNER_DATABASE_URL: gatewayOwnerUrl,
    READS_DATABASE_URL: readsUrl,
    OWNER_READS_DATABASE_URL: readsOwnerUrl,
  };
}

beforeAll(async () => {
  databases = await createTestDatabases();
  directory = await mkdtemp(join(tmpdir(), 'begun-empty-'));
  const port = await freePort();
  resource = `http://127.0.0.1:${port}`;
  issuer = await startDemoIssuer({
    host: '127.0.0.1',
    port: 0,
    clients: CLIENTS,
    people: [],
    resource,
    dataDir: directory,
  });
  environment = {
    ...(await emptied(databases)),
    PORT: String(port),
    PUBLIC_URL: resource,
    LOG_ORIGIN: 'log.test/begun-empty',
    DATA_DIR: directory,
    LOG_LEVEL: 'error',
    // Its administrators act with keys; the sign-in of people is tested with the demo's issuer.
    APPROVAL_SECOND_FACTOR: 'off',
  };
}, PATIENCE);
afterAll(async () => {
  if (node !== undefined && node.exitCode === null) {
    const ended = once(node, 'exit');
    node.kill('SIGTERM');
    await ended;
  }
  await issuer?.stop();
  await databases?.drop();
  await rm(directory, { recursive: true, force: true });
}, PATIENCE);

/** What `serve` needs first, as an operator would write it. */
function registration() {
  const { issuer: name, jwksUri } = issuer;
  const persons = ['admin-1', 'admin-2', 'chief'];
  const owner = { ori: OWNER, name: 'Commerce City Police Department', class: 'municipal', state: 'CO' };
  return {
    issuers: [{ issuer: name, jwksUri, assertsRoles: true }],
    agencies: [{ ...owner, boundByArticle74: true, has287g: false, federalMembers: false, status: 'active' }],
    persons: persons.map((subject) => ({
      ...{ issuer: name, subject, name: subject, ori: OWNER, employeeId: subject },
      roles: [subject === 'chief' ? subject : 'sharing_admin'],
    })),
    clients: [...CLIENTS, { clientId: 'chief', ori: OWNER }]
      .filter(({ clientId }) => clientId !== 'later')
      .map(({ clientId, ori }) => ({
        ...{ issuer: name, clientId, ori, actsFor: ori === OWNER ? clientId : null },
      })),
  };
}

async function serve(): Promise<void> {
  let words = '';
  const child = spawn(process.execPath, [...programArguments('gateway/cli.ts'), 'serve'], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  node = child;
  child.stderr.on('data', (chunk) => (words += chunk));
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`the gateway ended:\n${words}`);
    return (await fetch(`${resource}/readyz`).catch(() => null))?.status === 200;
  }, PATIENCE);
}

function as(name: string) {
  const clients = CLIENTS.map(({ privateJwk, ...client }) => ({ ...client, privateJwk: { ...privateJwk } }));
  return connectWith(
    { gateway: resource, issuer: issuer.issuer, resource, logKey: '', clients },
    name,
    resource,
  );
}

test(
  'a partner of it is answered once an administrator has confirmed the agency and two persons have granted',
  async () => {
    const path = join(directory, 'registry.json');
    await writeFile(path, JSON.stringify(registration()));
    expect((await cli(['migrate', '--json'], environment)).code).toBe(0);
    const { LOG_ORIGIN: _, ...without } = environment;
    expect((await cli(['register', path, '--colorado'], without)).stderr).toContain('set LOG_ORIGIN');
    const tried = await cli(['register', path, '--colorado', '--dry-run', '--json'], environment);
    expect(JSON.parse(tried.stdout)).toMatchObject({
      issuers: { added: 1, unchanged: 0 },
      agencies: { added: 1 },
      persons: { added: 3 },
      clients: { added: 4 },
      // The owner's row is the file's.
      colorado: { unchanged: 1 },
    });
    const taken = await cli(['register', path, '--colorado'], environment);
    expect([taken.code, taken.stderr]).toEqual([0, '']);
    expect(taken.stdout).toMatch(
      /^registered:\n {2}issuers: 1 added, (.|\n)*\nnext, in a shell .*, start a node: DATA_DIR=\S+ npm run gateway -- serve\n$/,
    );
    // As the owner of the reads it could change or delete them.
    const asOwner = { ...environment, READS_DATABASE_URL: environment.OWNER_READS_DATABASE_URL as string };
    const refused = await runCli(['serve'], asOwner);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^READS_DATABASE_URL signs in as .*; next: write into READS_DATABASE_URL the log-in `\w+`/,
      ),
    ]);
    await serve();

    const [adams, one, two] = await Promise.all([as('adams'), as('admin-1'), as('admin-2')]);
    const ask = () => adams.request('POST', '/v1/queries', demoQuery(adams, 'ZZT1234'));
    expect((await ask()).status).toBe(403);
    // A draft can be granted nothing.
    const grant = sampleGrant(PARTNER);
    expect((await one.request('POST', '/v1/grants', grant)).status).toBe(422);
    // Confirmed with how many officers it has declared.
    const confirmed = { status: 'active', reason: 'confirmed by telephone' };
    expect((await one.request('PATCH', `/v1/agencies/${PARTNER}`, confirmed)).status).toBe(422);
    await one.call('PATCH', `/v1/agencies/${PARTNER}`, { ...confirmed, roster: 1 });
    const { id } = await one.call<{ id: string }>('POST', '/v1/grants', grant);
    expect((await one.request('POST', `/v1/grants/${id}/approve`)).status).toBe(403);
    expect((await two.request('POST', `/v1/grants/${id}/approve`)).status).toBe(200);
    const { body, status } = await ask();
    expect([status, body]).toEqual([200, expect.objectContaining({ reads: [] })]);

    // A second officer has no place: a larger roster frees what waits for it, without a reviewer.
    const second = { onBehalfOf: { id: 'officer-2', name: 'Officer Two', ori: PARTNER } };
    const held = await adams.request('POST', '/v1/queries', demoQuery(adams, 'ZZT1234', second));
    expect([held.status, held.body]).toEqual([
      202,
      expect.objectContaining({
        detail: expect.stringContaining('can raise it'),
        reasons: [expect.objectContaining({ code: 'subject_suspended', detail: 'over_roster' })],
      }),
    ]);
    const waits = held.headers.get('Location') as string;
    expect((await adams.request('GET', waits)).status).toBe(202);
    // Two administrators raise it, while a grant is in force.
    const larger = (by: typeof one) => by.request('PATCH', `/v1/agencies/${PARTNER}`, { roster: 2 });
    expect([(await larger(one)).status, (await larger(one)).status]).toEqual([202, 202]);
    expect((await adams.request('GET', waits)).status).toBe(202);
    expect(await larger(two)).toMatchObject({ status: 200, body: { roster: 2, freed: 1 } });
    expect((await adams.request('GET', waits)).status).toBe(200);
    const asked = await adams.request('POST', '/v1/queries', demoQuery(adams, 'ZZT1234', second));
    expect(asked.status).toBe(200);

    // Registered while the node serves: it hears of it.
    const later = await as('later');
    const askLater = () => later.request('POST', '/v1/queries', demoQuery(later, 'ZZT1234'));
    expect((await askLater()).status).toBe(401);
    const client = { issuer: issuer.issuer, clientId: 'later', ori: PARTNER, actsFor: null };
    await writeFile(path, JSON.stringify({ clients: [client] }));
    const again = await cli(['register', path], environment);
    expect(again.stdout).toContain('clients: 1 added, 0 there before');
    expect(again.stdout).toMatch(/\nthe nodes that run know it already; next, .* -- grant propose --help\n$/);
    await eventually(async () => (await askLater()).status === 200);
  },
  PATIENCE,
);

/** A gateway in this process that can be stopped, and started on a backup of its database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Client, connectWith } from '../../../../gateway/cli/client/connect.ts';
import { connectPool } from '../../../../gateway/database/db.ts';
import { freePort } from '../../../../gateway/demo/free-port.ts';
import { type DemoIssuer, startDemoIssuer } from '../../../../gateway/demo/issuer/demo-issuer.ts';
import { generateKeyPair } from '../../../../gateway/identity/jose/generate-key-pair.ts';
import { openDoors } from '../../../../gateway/node/open-doors.ts';
import { startGateway } from '../../../../gateway/node/start-gateway.ts';
import { readRegistration } from '../../../../gateway/registry/registration/read-registration.ts';
import { register } from '../../../../gateway/registry/registration/register.ts';
import type { Environment } from '../../../../gateway/settings/config.ts';
import { createLogger } from '../../../../gateway/settings/logger.ts';
import { readConfig } from '../../../../gateway/settings/read-config.ts';
import type { Ori } from '../../../../sharing-rules/terms/agency.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import { createTestDatabases, type TestDatabases } from '../../../setup/database/test-databases.ts';
import { demoQuery } from '../../../setup/demo/demo-query.ts';
import { takeReads } from '../../reads/reads-fixture.ts';

export const PARTNER = 'CO0010000';
const OWNER = 'CO0010300';
export const PLATE = 'TST0001';
export const ORIGIN = 'log.test/first';

/** The first partner's client is `adams`, that of any other is named by its ORI. */
const clientsOf = ([first = PARTNER, ...others]: readonly string[]) =>
  (
    [
      ['adams', first, 'alpr.query'],
      ['admin-1', OWNER, 'alpr.admin'],
      ['admin-2', OWNER, 'alpr.admin'],
      ['clerk', OWNER, 'alpr.admin'],
      ...others.map((ori) => [ori, ori, 'alpr.query'] as const),
    ] as const
  ).map(([name, ori, scope]) => ({ name, clientId: name, ori, scope, ...generateKeyPair() }));

const ROLES = {
  'admin-1': 'sharing_admin',
  'admin-2': 'sharing_admin',
  chief: 'chief',
  clerk: 'records_clerk',
};

type FixtureClients = ReturnType<typeof clientsOf>;

export interface Place {
  readonly dataDir: string;
  readonly origin?: string;
  /** A copy of the gateway's database; default: the one that was there first. */
  readonly database?: string;
  /** Beside those of any node, or in their place. */
  readonly settings?: Environment;
}

export interface RunningNode {
  readonly url: string;
  readonly logKey: string;
  checkpoint(): Promise<string>;
  /** @param name of a client: `adams`, `admin-1`, `admin-2`, `clerk`, or the ORI of another partner */
  as(name: string): Promise<Client>;
  /** How many reads leave for the partner, or the codes of the refusal. */
  ask(): Promise<number | readonly string[]>;
  stop(): Promise<void>;
}

export interface LogFixture {
  newDirectory(): Promise<string>;
  /** @throws Error where the node refuses to start */
  start(place: Place): Promise<RunningNode>;
  /** As `start`, on a port of its own: beside the node that answers partners. */
  startBeside(place: Place): Promise<{ readonly url: string; close(): Promise<void> }>;
  /** A backup, or what is restored from one. No node may run on `of`. @returns its name */
  copy(name: string, of?: string): Promise<string>;
  /** As the owner of the database. */
  ownerUrl(database?: string): string;
  owner<T>(statement: string, database?: string): Promise<T[]>;
  gatewayUrl(database?: string): string;
  /** Of the store of reads: as a node asks it, and as its owner. */
  readonly readsUrl: string;
  readonly readsOwnerUrl: string;
  close(): Promise<void>;
}

/** The partners are registered and confirmed, nothing is granted, and no node has run. */
export async function createLogFixture(
  partners: readonly string[] = [PARTNER],
  on?: TestDatabases,
): Promise<LogFixture> {
  const clients = clientsOf(partners);
  const databases = on ?? (await createTestDatabases());
  const directories: string[] = [];
  const copies: string[] = [];
  const newDirectory = async () => {
    const directory = await mkdtemp(join(tmpdir(), 'log-identity-'));
    directories.push(directory);
    return directory;
  };
  const port = await freePort();
  const resource = `http://127.0.0.1:${port}`;
  const issuer = await startDemoIssuer({
    ...{ host: '127.0.0.1', port: 0, clients, people: [], resource },
    dataDir: await newDirectory(),
  });
  const urlOf = (url: string, database?: string) =>
    database === undefined ? url : Object.assign(new URL(url), { pathname: `/${database}` }).href;
  const query = async <T>(url: string, statement: string) => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query(statement)).rows as T[];
    } finally {
      await client.end();
    }
  };
  await registerAll(databases.gatewayOwnerUrl, issuer, { clients, partners });
  const minutes = [1, 2, 3].map((n) => new Date(Date.now() - n * 60_000).toISOString());
  await takeReads(
    databases.readsOwnerUrl,
    minutes.map((capturedAt) => ({ plate: PLATE, cameraId: 'CAM-1', cameraName: 'One', capturedAt })),
  );
  const startOn = async ({ database, dataDir, origin = ORIGIN, settings }: Place, on: number) => {
    const config = readConfig({
      ...{ PORT: String(on), PUBLIC_URL: resource, LOG_ORIGIN: origin, DATA_DIR: dataDir },
      DATABASE_URL: urlOf(databases.gatewayUrl, database),
      READS_DATABASE_URL: databases.readsUrl,
      // The public can verify each entry at once.
      LOG_ENTRY_DELAY_MS: '0',
      LOG_HEAD_EVERY_S: '0',
      APPROVAL_SECOND_FACTOR: 'off',
      LOG_LEVEL: 'error',
      ...settings,
    });
    const doors = await openDoors(config);
    const gateway = await startGateway(config, createLogger('error'), doors);
    return { gateway, url: `http://127.0.0.1:${doors.common.port}` };
  };
  return {
    newDirectory,
    ...{ readsUrl: databases.readsUrl, readsOwnerUrl: databases.readsOwnerUrl },
    ownerUrl: (database) => urlOf(databases.gatewayOwnerUrl, database),
    gatewayUrl: (database) => urlOf(databases.gatewayUrl, database),
    owner: (statement, database) => query(urlOf(databases.gatewayOwnerUrl, database), statement),
    start: async (place) =>
      runningNode((await startOn(place, port)).gateway, resource, { ...issuer, clients }),
    startBeside: async (place) => {
      const { gateway, url } = await startOn(place, 0);
      return { url, close: () => gateway.stop() };
    },
    copy: async (name, of) => {
      const source = of ?? new URL(databases.gatewayUrl).pathname.slice(1);
      const copied = `${source}_${name}`;
      copies.push(copied);
      const [was] = await query<{ owner: string }>(
        databases.superuserUrl,
        `SELECT datdba::regrole::text AS owner FROM pg_database WHERE datname = '${source}'`,
      );
      await query(databases.superuserUrl, `CREATE DATABASE ${copied} TEMPLATE ${source} OWNER ${was?.owner}`);
      return copied;
    },
    close: async () => {
      await issuer.stop();
      // A server that was given goes with all that is on it.
      for (const name of on === undefined ? copies : []) {
        await query(databases.superuserUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }
      await databases.drop();
      for (const one of directories) await rm(one, { recursive: true, force: true });
    },
  };
}

async function registerAll(
  ownerUrl: string,
  { issuer, jwksUri }: DemoIssuer,
  { clients, partners }: { readonly clients: FixtureClients; readonly partners: readonly string[] },
): Promise<void> {
  const pool = connectPool(ownerUrl, { applicationName: 'test' });
  const bound = { boundByArticle74: true, has287g: false, federalMembers: false, status: 'active' };
  const file = readRegistration(
    Buffer.from(
      JSON.stringify({
        issuers: [{ issuer, jwksUri, assertsRoles: true }],
        agencies: [
          { ori: OWNER, name: 'Commerce City PD', class: 'municipal', state: 'CO', ...bound },
          ...partners.map((ori) => ({
            ...{ ori, name: ori === PARTNER ? 'Adams SO' : `Partner ${ori}`, class: 'sheriff', state: 'CO' },
            ...{ roster: 5, ...bound },
          })),
        ],
        persons: Object.entries(ROLES).map(([subject, role]) => ({
          ...{ issuer, subject, name: subject, ori: OWNER, employeeId: subject, roles: [role] },
        })),
        clients: [...clients, { clientId: 'chief', ori: OWNER }].map(({ clientId, ori }) => ({
          ...{ issuer, clientId, ori, actsFor: ori === OWNER ? clientId : null },
        })),
      }),
    ),
  );
  await register({ pool, owner: OWNER as Ori }, file, { logOrigin: ORIGIN }).finally(() => pool.end());
}

function runningNode(
  gateway: { readonly logKey: string; stop(): Promise<void> },
  resource: string,
  { clients: known, issuer }: Pick<DemoIssuer, 'issuer'> & { readonly clients: FixtureClients },
): RunningNode {
  const clients = known.map(({ privateJwk, ...client }) => ({ ...client, privateJwk: { ...privateJwk } }));
  const as = (name: string) =>
    connectWith({ gateway: resource, issuer, resource, logKey: gateway.logKey, clients }, name, resource);
  return {
    url: resource,
    logKey: gateway.logKey,
    checkpoint: async () => (await fetch(`${resource}/log/checkpoint`)).text(),
    as,
    ask: async () => {
      const adams = await as('adams');
      const answer = await adams.request('POST', '/v1/queries', demoQuery(adams, PLATE));
      const body = answer.body as { reads?: unknown[]; reasons?: { code: string }[] };
      return body.reads?.length ?? (body.reasons ?? []).map(({ code }) => code);
    },
    stop: () => gateway.stop(),
  };
}

/** By two administrators, so that the partner is answered from now on. @returns the grant's id */
export async function grantPartner(
  node: Pick<RunningNode, 'as'>,
  partner = PARTNER,
  terms: Record<string, unknown> = {},
): Promise<string> {
  const [one, two] = await Promise.all([node.as('admin-1'), node.as('admin-2')]);
  const { id } = await one.call<{ id: string }>('POST', '/v1/grants', sampleGrant(partner, terms));
  await two.call('POST', `/v1/grants/${id}/approve`);
  return id;
}

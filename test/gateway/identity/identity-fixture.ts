/** The demo's issuer as a process, a partner's issuer, the registry in PostgreSQL, and one node. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { connectPool } from '../../../gateway/database/db.ts';
import {
  type DemoClient,
  type DemoIssuer,
  startDemoIssuer,
} from '../../../gateway/demo/issuer/demo-issuer.ts';
import type { IdentityOptions } from '../../../gateway/identity/create-identity.ts';
import { generateKeyPair, type SigningPrivateJwk } from '../../../gateway/identity/jose/generate-key-pair.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';
import { ADAMS, AURORA, OWNER, registerCast } from './cast.ts';
import { type KeyServer, startKeyServer } from './key-server.ts';
import { listenAnywhere, type ResourceServer, startResourceServer } from './resource-server.ts';

export interface IdentityFixture {
  readonly pool: pg.Pool;
  /** The schema's owner, for what the gateway's role may not. */
  readonly ownerPool: pg.Pool;
  readonly node: ResourceServer;
  readonly issuer: DemoIssuer;
  /** The very key that the issuer signs with: bent tokens are as genuine as can be. */
  readonly issuerKey: SigningPrivateJwk;
  /** A partner's issuer, trusted without roles. */
  readonly partner: KeyServer;
  readonly partnerKey: SigningPrivateJwk;
  /** By client id: the keys with which the clients sign in. */
  readonly clientKeys: Readonly<Record<string, SigningPrivateJwk>>;
  readonly people: typeof PEOPLE;
  readonly redirectUri: string;
  stop(): Promise<void>;
}

const PEOPLE = [
  {
    login: 'alice@owner.invalid',
    password: 'correct horse battery staple',
    subject: 'alice',
    name: 'Alice Example',
    ori: OWNER,
    totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  },
] as const;

export async function startIdentityFixture(options: Partial<IdentityOptions> = {}): Promise<IdentityFixture> {
  const databases: TestDatabases = await createTestDatabases();
  const pool = connectPool(databases.gatewayUrl, { applicationName: 'test', max: 4 });
  const ownerPool = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test-owner', max: 2 });
  const dataDir = await mkdtemp(join(tmpdir(), 'identity-test-'));
  const listening = await listenAnywhere();
  const redirectUri = `${listening.url}/console/callback`;
  const clients = [
    ['adams', ADAMS, 'alpr.query'],
    ['aurora', AURORA, 'alpr.query'],
    ['leaving', ADAMS, 'alpr.query'],
    ['alice-cli', OWNER, 'alpr.admin'],
    ['console', OWNER, 'alpr.admin'],
  ] as const;
  const clientKeys: Record<string, SigningPrivateJwk> = {};
  const metadata = clients.map(([clientId, ori, scope]): DemoClient => {
    const { publicJwk, privateJwk } = generateKeyPair();
    clientKeys[clientId] = privateJwk;
    return {
      clientId,
      publicJwk,
      ori,
      scope,
      ...(clientId === 'console' ? { redirectUris: [redirectUri] } : {}),
    };
  });
  const issuer = await startDemoIssuer({
    host: '127.0.0.1',
    port: 0,
    clients: metadata,
    people: PEOPLE,
    resource: options.resource ?? listening.url,
    dataDir,
  });
  const issuerKey = JSON.parse(await readFile(join(dataDir, 'demo-issuer-key.json'), 'utf8'));
  const { publicJwk, privateJwk: partnerKey } = generateKeyPair();
  const partner = await startKeyServer({ keys: [publicJwk] });
  await registerCast(ownerPool, { owner: issuer, partner });
  const node = await startResourceServer(pool, listening, options);
  return {
    pool,
    ownerPool,
    node,
    issuer,
    issuerKey,
    partner,
    partnerKey,
    clientKeys,
    people: PEOPLE,
    redirectUri,
    stop: async () => {
      await Promise.all([node.stop(), partner.stop(), issuer.stop()]);
      await Promise.all([pool.end(), ownerPool.end()]);
      await databases.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

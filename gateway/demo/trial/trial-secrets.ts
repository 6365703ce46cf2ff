/** Makes all secrets of `compose.yaml`, or of its issuer alone: passwords, addresses, keys, a registry. */
import { randomBytes } from 'node:crypto';
import { Secret } from 'otpauth';
import { generateKeyPair } from '../../identity/jose/generate-key-pair.ts';
import type { DemoClient, DemoIssuerOptions, DemoPerson, DemoPublicClient } from '../issuer/demo-issuer.ts';

/** The owner's agency, as `register` takes one. */
export interface TrialOwner {
  readonly ori: string;
  readonly name: string;
}

export interface TrialPlaces {
  readonly owner: TrialOwner;
  readonly publicUrl: string;
  readonly issuerUrl: string;
  /** Null if the issuer is tried alone, with databases that exist already. */
  readonly databases: TrialDatabases | null;
  readonly logKey: string;
  /** True if a proxy ends TLS in front of the issuer. */
  readonly isBehindProxy: boolean;
  /** Path of the people's passwords, as the sign-in page names it. */
  readonly peopleFile: string;
}

/** Host and port of PostgreSQL and of Redis, as the nodes reach them. */
export interface TrialDatabases {
  readonly databaseAddress: string;
  readonly redisAddress: string;
}

export interface TrialIssuerFile extends Omit<DemoIssuerOptions, 'host' | 'port' | 'dataDir'> {
  readonly issuer: string;
}

/** Texts by file name. `own` is for the gateway's account only: it refuses other modes. */
export interface TrialSecrets {
  readonly shared: Readonly<Record<string, string>>;
  readonly own: Readonly<Record<string, string>>;
}

const PARTNER = 'CO0010000';
/** The client by which the gateway itself signs in at others. */
const GATEWAY = 'gateway';
const COMMAND_LINE: DemoPublicClient = { clientId: 'alpr-sign-in', scope: 'alpr.admin' };

/** The owner's people, as `gateway/docs/department.md` has them: each with a role, but for the officer. */
const PEOPLE = [
  { login: 'jane', name: 'Jane Example', role: 'sharing_admin' },
  { login: 'john', name: 'John Example', role: 'sharing_admin' },
  { login: 'rita', name: 'Rita Example', role: 'reviewer' },
  { login: 'omar', name: 'Omar Example', role: 'auditor' },
  { login: 'clara', name: 'Clara Example', role: 'chief' },
  { login: 'rosa', name: 'Rosa Example', role: 'records_clerk' },
  { login: 'oscar', name: 'Oscar Example', role: null },
] as const;

/** Returns the systems of two administrators, who can revoke through them, and of a partner. */
const systemsOf = (owner: string) =>
  [
    { name: 'jane', clientId: 'jane-cli', ori: owner, scope: 'alpr.admin', actsFor: 'jane' },
    { name: 'john', clientId: 'john-cli', ori: owner, scope: 'alpr.admin', actsFor: 'john' },
    { name: 'adams', clientId: 'adams-system', ori: PARTNER, scope: 'alpr.query', actsFor: null },
  ] as const;

const newPassword = () => randomBytes(24).toString('base64url');

export function makeTrialSecrets(places: TrialPlaces): TrialSecrets {
  const { databases, isBehindProxy, issuerUrl, owner, peopleFile, publicUrl } = places;
  const { name, ori } = owner;
  const people: DemoPerson[] = PEOPLE.map(({ login, name }) => ({
    ...{ login, name, subject: login, ori },
    password: newPassword(),
    totpSecret: new Secret({ size: 20 }).base32,
  }));
  const systems = systemsOf(ori).map((system) => ({ ...system, keys: generateKeyPair() }));
  const [pages, gateway] = [generateKeyPair(), generateKeyPair()];
  const clients: DemoClient[] = [
    ...systems.map(({ clientId, keys, ori, scope }) => ({ clientId, ori, scope, publicJwk: keys.publicJwk })),
    {
      ...{ clientId: 'alpr-pages', ori, scope: 'alpr.admin alpr.ask', publicJwk: pages.publicJwk },
      redirectUris: [`${publicUrl}/sign-in/callback`],
      logoutUri: `${publicUrl}/sign-in/logout`,
    },
    { clientId: GATEWAY, ori, scope: 'alpr.query', publicJwk: gateway.publicJwk, isForOthers: true },
  ];
  const issuer: TrialIssuerFile = {
    ...{ issuer: issuerUrl, clients, people, publicClients: [COMMAND_LINE], resource: publicUrl },
    ...{ isBehindProxy, whatToType: peopleFile },
  };
  const asked = systems.map(({ clientId, keys: { privateJwk }, name, ori, scope }) => ({
    ...{ name, ori, clientId, privateJwk, scope },
  }));
  const signIn = { clientId: COMMAND_LINE.clientId };
  return {
    shared: {
      ...(databases === null ? {} : databaseSecrets(databases)),
      registry: toText(registryOf(issuerUrl, owner)),
    },
    own: {
      issuer: toText(issuer),
      people: toText(people.map(toPrinted)),
      clients: toText({
        ...{ gateway: publicUrl, issuer: issuerUrl, resource: publicUrl, logKey: places.logKey },
        ...{ signIn, clients: asked },
      }),
      'sign-in-clients': toText({
        clients: [
          {
            name,
            ...{ issuer: issuerUrl, clientId: 'alpr-pages', privateJwk: pages.privateJwk },
          },
        ],
      }),
      'gateway-client': toText({ issuer: issuerUrl, clientId: GATEWAY, privateJwk: gateway.privateJwk }),
    },
  };
}

function databaseSecrets({ databaseAddress, redisAddress }: TrialDatabases): Record<string, string> {
  const [postgres, owner, gateway, reads, redis] = Array.from({ length: 5 }, newPassword);
  const url = (login: string, password: string | undefined, database: string) =>
    `postgres://${login}:${password}@${databaseAddress}/${database}`;
  const texts = {
    'postgres-password': postgres,
    'owner-password': owner,
    'gateway-password': gateway,
    'gateway-reads-password': reads,
    'owner-database-url': url('alpr_owner', owner, 'gateway'),
    'owner-reads-database-url': url('alpr_owner', owner, 'reads'),
    'database-url': url('gateway', gateway, 'gateway'),
    'reads-database-url': url('gateway_reads', reads, 'reads'),
    'redis-url': `redis://:${redis}@${redisAddress}`,
    // Redis keeps nothing on disk: what must not be lost is in PostgreSQL.
    'redis-conf': `requirepass ${redis}\nsave ""\nappendonly no`,
  };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, `${text}\n`]));
}

/** Returns the input of `register`, for step 4 of `gateway/docs/operating.md`. */
function registryOf(issuer: string, owner: TrialOwner): object {
  const { ori } = owner;
  return {
    issuers: [{ issuer, jwksUri: `${issuer}/jwks`, assertsRoles: true }],
    agencies: [{ ...owner, status: 'active' }],
    persons: PEOPLE.map(({ login, name, role }, i) => ({
      ...{
        issuer,
        subject: login,
        name,
        ori,
        roles: role === null ? [] : [role],
        employeeId: `E-${1001 + i}`,
      },
    })),
    clients: [
      ...systemsOf(ori).map(({ actsFor, clientId, ori }) => ({ issuer, clientId, ori, actsFor })),
      ...[COMMAND_LINE.clientId, 'alpr-pages'].map((clientId) => ({ issuer, clientId, ori, actsFor: null })),
    ],
  };
}

/** Returns the secret in the form that an authenticator takes. */
function toPrinted({ login, password, totpSecret }: DemoPerson) {
  return { login, password, otpauth: `otpauth://totp/alpr:${login}?secret=${totpSecret}&issuer=alpr` };
}

const toText = (value: object) => `${JSON.stringify(value, null, 1)}\n`;

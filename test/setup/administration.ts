/** The administrators' routes on a real server, called by the persons of a test registry with real tokens. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCheckpointSigner, generateLogKey } from '../../gateway/audit/checkpoint-signer.ts';
import { receiptFinder } from '../../gateway/audit/find-receipt.ts';
import { FollowedLog } from '../../gateway/audit/followed-log.ts';
import { createPlateKeys } from '../../gateway/audit/plate-hmac.ts';
import { connectPool } from '../../gateway/database/db.ts';
import { Notices } from '../../gateway/database/notices.ts';
import { routerOf } from '../../gateway/http/routes/router-of.ts';
import { createIdentity } from '../../gateway/identity/create-identity.ts';
import { generateKeyPair } from '../../gateway/jose/generate-key-pair.ts';
import { ADMINISTRATION_ROUTES } from '../../gateway/node/routes/administration-routes.ts';
import { createApp } from '../../gateway/node/routes/app.ts';
import { createPacedReading } from '../../gateway/oversight/audit-search/paced-reading.ts';
import { wouldReleaseFinder } from '../../gateway/oversight/reviews/would-release.ts';
import { connectReadCounts, countReads } from '../../gateway/reads/read-counts-store.ts';
import { toReadsQuery } from '../../gateway/reads/to-reads-query.ts';
import { RegistryCache } from '../../gateway/registry/agencies/registry-cache.ts';
import { approvalForeseer } from '../../gateway/release/commit/foresee-approval.ts';
import { createHistoryCoder } from '../../gateway/release/facts/history-codes.ts';
import { createSignIn, createSignInAhead } from '../../gateway/sign-in/sign-in.ts';
import { checkAnswer } from './check-answer.ts';
import { createTestRegistry, OWNER, type TestRegistry } from './database/test-registry.ts';
import { makeJws, proofClaims, publicPart, seconds, thumbprintOf } from './mint.ts';
import { servedRoutes } from './served-routes.ts';
import { testLimits } from './test-limits.ts';

export const plateKeys = createPlateKeys(Buffer.alloc(32, 7));

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, checked by the tests themselves
  readonly body: any;
}

/** A person who has signed in at the owner's issuer, by the client `console` (`addConsole`). */
export interface SignedInPerson {
  readonly person: string;
  /** Of the sign-in; default: just now. */
  readonly minutesAgo?: number;
  /** Default: password and one-time code. */
  readonly amr?: readonly string[];
}

/** Id of a client, e.g. `admin-1`, or a person. */
export type Who = string | SignedInPerson;

export interface Administration extends TestRegistry {
  readonly url: string;
  /** Each as the document writes it, e.g. `get /v1/grants/{id}`. */
  served(): string[];
  /** @param who null: without a token */
  call(
    who: Who | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<TestAnswer>;
  /** Token and a fresh proof for one request, as `call` sends them; to send the same again. */
  credentials(who: Who, method: string, path: string): Record<string, string>;
  /** As `call`, but with the body as a stream. */
  open(
    who: Who | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** Lets the node read persons and clients again, as a notification would. */
  reloadPersons(): Promise<void>;
  /** Registers the client by which persons sign in. */
  addConsole(): Promise<void>;
}

/** @param secondFactor off, so that tests of what an act does can act with a key; tests of the sign-in turn it on */
export async function startAdministration({
  secondFactor = 'off',
}: {
  readonly secondFactor?: 'on' | 'off';
} = {}): Promise<Administration> {
  const issuerKey = generateKeyPair();
  const keySet = JSON.stringify({ keys: [issuerKey.publicJwk] });
  const issuer = await listen((_, response) => {
    response.setHeader('Content-Type', 'application/jwk-set+json').end(keySet);
  });
  const registry = await createTestRegistry(issuer.url);
  const { pool } = registry;
  const node = await listen((request, response) => app(request, response));
  const identity = await createIdentity({
    ...{ pool, resource: node.url, now: Date.now },
    ...{
      certificateHeader: null,
      isTrustedProxy: () => false,
      longestLife: 3_600,
      nonceKey: randomBytes(32),
    },
  });
  const signInAhead = createSignInAhead(pool, { identity }, async () => undefined);
  const signIn = createSignIn(signInAhead, registry.inFlight);
  const loweringPool = connectPool(registry.gatewayUrl, { applicationName: 'test-lowering', max: 4 });
  const lowerAhead = createSignInAhead(loweringPool, { identity }, async () => undefined);
  const lowering = {
    ...{ pool: loweringPool, draining: loweringPool, secondFactor },
    ...{ signInAhead: lowerAhead, signIn: createSignIn(lowerAhead, registry.inFlight) },
  };
  const signer = createCheckpointSigner('test.example/log', generateLogKey());
  const log = {
    warn: () => undefined,
    error: (fields: object, message: string) =>
      process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  };
  const notices = await Notices.open(registry.gatewayUrl);
  const snapshots = await RegistryCache.start({
    ...{ notices, pool, owner: registry.owner, log },
    onChange: async () => undefined,
  });
  const countsPool = connectReadCounts(registry.readsUrl);
  const deps = {
    ...{
      ...registry,
      registry: snapshots,
      plateKeys,
      signIn,
      signInAhead,
      lowering,
      secondFactor,
      limits: testLimits(),
      rulesRevision: 'test',
    },
    auditPool: pool,
    findWouldRelease: wouldReleaseFinder({
      foreseeApproval: approvalForeseer(pool, {
        ...{ owner: registry.owner, limits: testLimits(), rulesRevision: 'test', plateKeys },
        ...{ refusalsPerDay: 2_000, codeHistory: createHistoryCoder(plateKeys('history')) },
      }),
      countReads: (query, most) => countReads(countsPool, toReadsQuery(query, null), most),
    }),
    reading: createPacedReading(),
    findReceipt: receiptFinder(pool, signer, new FollowedLog({ db: pool })),
  };
  const app = createApp({
    isTrustedProxy: () => false,
    log,
    publicRoutes: [],
    apiRoutes: [routerOf(ADMINISTRATION_ROUTES, deps)],
  });

  const clientKey = generateKeyPair().privateJwk;
  const credentials: Administration['credentials'] = (who, method, path) => {
    const token = makeJws(
      { alg: 'ES256', typ: 'at+jwt', kid: issuerKey.privateJwk.kid },
      {
        iss: issuer.url,
        ...whoClaims(who),
        aud: node.url,
        iat: seconds(),
        exp: seconds() + 300,
        jti: crypto.randomUUID(),
        scope: 'alpr.admin',
        ori: OWNER,
        cnf: { jkt: thumbprintOf({ ...clientKey }) },
      },
      issuerKey.privateJwk,
    );
    const proof = makeJws(
      { alg: 'ES256', typ: 'dpop+jwt', jwk: publicPart({ ...clientKey }) },
      proofClaims(method, node.url + path.split('?')[0], token),
      clientKey,
    );
    return { Authorization: `DPoP ${token}`, DPoP: proof };
  };

  const open: Administration['open'] = (who, method, path, body, headers = {}) =>
    fetch(`${node.url}${path}`, {
      method,
      headers: {
        ...(who === null ? {} : credentials(who, method, path)),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });

  return {
    ...registry,
    url: node.url,
    served: () => servedRoutes(app),
    credentials,
    open,
    reloadPersons: () => identity.registrations.reload(),
    addConsole: async () => {
      await registry.ownerPool.query(
        `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
         SELECT issuer_id, 'console', agency_id, ori FROM client_registration WHERE client_id = 'admin-1'`,
      );
      await identity.registrations.reload();
    },
    async call(...asked) {
      const response = await open(...asked);
      const text = await response.text();
      const isJson = response.headers.get('Content-Type')?.includes('json') && !text.includes('\n');
      const body = isJson ? JSON.parse(text) : null;
      const { headers, status } = response;
      checkAnswer(asked[1], asked[2], { status, headers, body });
      return { status, headers, text, body };
    },
    async close() {
      for (const { server } of [node, issuer]) {
        server.closeAllConnections();
        server.close();
      }
      await snapshots.close();
      await notices.close();
      await Promise.all([loweringPool.end(), countsPool.end()]);
      await registry.close();
    },
  };
}

function whoClaims(who: Who): Record<string, unknown> {
  if (typeof who === 'string') return { sub: who, client_id: who };
  const { amr = ['pwd', 'otp'], minutesAgo = 0, person } = who;
  return { sub: person, client_id: 'console', auth_time: seconds() - minutesAgo * 60, amr };
}

async function listen(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The administrators' application on a test registry, as a node builds it. */
import { randomBytes } from 'node:crypto';
import type { Express, Request } from 'express';
import { createCheckpointSigner, generateLogKey } from '../../gateway/audit/checkpoint-signer.ts';
import { createCosigner } from '../../gateway/audit/cosignature.ts';
import { receiptFinder } from '../../gateway/audit/find-receipt.ts';
import { FollowedLog } from '../../gateway/audit/follow/followed-log.ts';
import { createPlateKeys } from '../../gateway/audit/plate-hmac.ts';
import { NOBODY } from '../../gateway/cosigning/open-cosigning.ts';
import { parsePolicy } from '../../gateway/cosigning/policy.ts';
import { connectPool } from '../../gateway/database/db.ts';
import { Notices } from '../../gateway/database/notices.ts';
import type { Operation, Route } from '../../gateway/http/routes/route.ts';
import { routerOf } from '../../gateway/http/routes/router-of.ts';
import { createIdentity, type Identity } from '../../gateway/identity/create-identity.ts';
import { PEER_AGREEMENT_ROUTES } from '../../gateway/network/agreements/peer-agreement-routes.ts';
import { type TellDeps, tellAgreements } from '../../gateway/network/agreements/tell-agreements.ts';
import { ADMINISTRATION_ROUTES } from '../../gateway/node/routes/administration-routes.ts';
import { createApp } from '../../gateway/node/routes/app.ts';
import { recordsRoutes } from '../../gateway/node/routes/records-routes.ts';
import { SYSTEM_ROUTES } from '../../gateway/node/routes/system-routes.ts';
import { createPacedReading } from '../../gateway/oversight/audit-search/paced-reading.ts';
import { wouldReleaseFinder } from '../../gateway/oversight/reviews/would-release.ts';
import { connectReadCounts, countReads } from '../../gateway/reads/read-counts-store.ts';
import { connectReads } from '../../gateway/reads/reads-store.ts';
import { toReadsQuery } from '../../gateway/reads/to-reads-query.ts';
import { RegistryCache } from '../../gateway/registry/agencies/registry-cache.ts';
import { openSignInTests } from '../../gateway/registry/identities/test-sign-in.ts';
import { approvalPreviewer } from '../../gateway/release/commit/preview-approval.ts';
import { createHistoryCoder } from '../../gateway/release/facts/history-codes.ts';
import { readConfig } from '../../gateway/settings/read-config.ts';
import { authenticate } from '../../gateway/sign-in/authenticate.ts';
import type { SecondFactorSetting } from '../../gateway/sign-in/require-administrator.ts';
import { createSignIn, createSignInAhead } from '../../gateway/sign-in/sign-in.ts';
import type { WithdrawalSide } from '../../gateway/sign-in/withdrawal-side.ts';
import type { TestRegistry } from './database/test-registry.ts';
import { testLimits } from './test-limits.ts';

/** Of a log that two witnesses must cosign. */
const POLICY = parsePolicy(
  [
    ...['sheriff', 'university'].map(
      (name) =>
        `witness ${name} ${createCosigner(`${name}.test`, generateLogKey()).vkey} https://${name}.test`,
    ),
    'group both all sheriff university',
    'quorum both',
    '',
  ].join('\n'),
);

export const plateKeys = createPlateKeys(Buffer.alloc(32, 7));

export interface AdministrationApp {
  readonly app: Express;
  readonly identity: Identity;
  /** Verifier key of the log. */
  readonly logKey: string;
  /** Tells other gateways what is due now. */
  tell(connect: TellDeps['connect']): Promise<void>;
  close(): Promise<void>;
}

const log = {
  warn: () => undefined,
  error: (fields: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
};

/**
 * @param url under which it is reached
 * @param behindDoor further routes, of which only the door is there: what is let through fails
 */
export async function openAdministration(
  registry: TestRegistry,
  url: string,
  secondFactor: SecondFactorSetting['secondFactor'],
  behindDoor: readonly Operation[] = [],
): Promise<AdministrationApp> {
  const { pool } = registry;
  const identity = await createIdentity({
    ...{ pool, resource: url, now: Date.now, certificateHeader: null, longestLife: 3_600 },
    ...{ isTrustedProxy: () => false, nonceKey: randomBytes(32), onKeysMissing: () => undefined },
  });
  const loweringPool = connectPool(registry.gatewayUrl, { applicationName: 'test-lowering', max: 4 });
  const notices = await Notices.open(registry.gatewayUrl);
  const snapshots = await RegistryCache.start({
    ...{ notices, pool, owner: registry.owner, log },
    onChange: async () => undefined,
  });
  const signer = createCheckpointSigner('test.example/log', generateLogKey());
  const countsPool = connectReadCounts(registry.readsUrl);
  const readsPool = connectReads(registry.readsUrl);
  const judging = { owner: registry.owner, limits: testLimits(), rulesRevision: 'test' };
  const self = { ...identity, signer, owner: registry.owner };
  const deps = {
    ...{ self, findKeys: async (issuer: string) => `${issuer}/jwks`, clientAt: async () => 'gateway' },
    ...{ ...registry, ...judging, registry: snapshots, plateKeys, secondFactor, auditPool: pool },
    ...signInOn(pool, identity, registry),
    lowering: {
      ...{ pool: loweringPool, draining: loweringPool, secondFactor },
      ...signInOn(loweringPool, identity, registry),
    },
    findWouldRelease: wouldReleaseFinder({
      previewApproval: approvalPreviewer(pool, {
        ...{ ...judging, plateKeys, refusalsPerDay: 2_000 },
        codeHistory: createHistoryCoder(plateKeys('history')),
      }),
      countReads: (query, most) => countReads(countsPool, toReadsQuery(query, null), most),
    }),
    ...{ reading: createPacedReading(), readsPool, tellAltered: () => undefined },
    sourceKey: Buffer.alloc(32, 9),
    subjectKey: Buffer.alloc(32, 11),
    testSignIn: openSignInTests({
      ...{ outbound: { allow: ['127.0.0.0/8'] }, callback: `${url}/sign-in/callback`, pageClients: [] },
    }),
    ...{ outbound: { allow: ['127.0.0.0/8'] }, credentialsDir: '/nonexistent', log },
    connect: async () => Promise.reject(new Error('nobody is reached')),
    testPeer: async ({ ori }: { readonly ori: string }) => ({ ori, ready: true, ticks: [] }),
    readsLag: async () => null,
    findReceipt: receiptFinder(pool, signer, new FollowedLog({ db: pool })),
  };
  const system = {
    config: readConfig({
      ...{ DATABASE_URL: registry.gatewayUrl, READS_DATABASE_URL: registry.readsUrl },
      ...{ PUBLIC_URL: 'http://127.0.0.1:1', LOG_ORIGIN: signer.origin },
    }),
    ...{ signer, cosigned: { ...NOBODY, policy: POLICY }, checks: {}, readsSource: 'postgres' as const },
    commitsAre: () => 'alone' as const,
  };
  return {
    app: createApp({
      ...{ isTrustedProxy: () => false, log, publicRoutes: [] },
      apiRoutes: [
        routerOf(ADMINISTRATION_ROUTES, deps),
        routerOf(SYSTEM_ROUTES, { ...deps, ...system }),
        recordsRoutes(deps),
        routerOf(PEER_AGREEMENT_ROUTES, deps),
        routerOf(behindDoor as readonly Route<object>[], {
          ...deps,
          authenticate: (request: Request, scope: string) => authenticate(request, { identity }, scope),
          limitRate: async () => undefined,
        }),
      ],
    }),
    identity,
    logKey: signer.vkey,
    tell: (connect) => tellAgreements({ ...deps, ...deps.lowering, connect, log }),
    close: async () => {
      await snapshots.close();
      await notices.close();
      await Promise.all([loweringPool.end(), countsPool.end(), readsPool.end()]);
    },
  };
}

function signInOn(
  pool: WithdrawalSide['pool'],
  identity: Identity,
  { inFlight }: TestRegistry,
): Pick<WithdrawalSide, 'signIn' | 'signInAhead'> {
  const signInAhead = createSignInAhead(pool, { identity }, async () => undefined);
  return { signInAhead, signIn: createSignIn(signInAhead, inFlight) };
}

/** A gateway node: everything is built here, once, from its configuration, and closed in the opposite order. */
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Express } from 'express';
import { createLogCheck } from '../audit/check-log-writable.ts';
import { createCheckpointSigner } from '../audit/checkpoint-signer.ts';
import { receiptFinder } from '../audit/find-receipt.ts';
import { createPlateKeys } from '../audit/plate-hmac.ts';
import { checkDurability } from '../database/check-durability.ts';
import { checkPrivileges } from '../database/check-privileges.ts';
import { GATEWAY_PRIVILEGES } from '../database/gateway-privileges.ts';
import { Notices } from '../database/notices.ts';
import { openPools } from '../database/pools.ts';
import { watchHotLists } from '../hot-lists/hot-list-metrics.ts';
import { startHotLists } from '../hot-lists/start-hot-lists.ts';
import { limitRate } from '../http/limit-rate.ts';
import { recordRequests } from '../http/record-requests.ts';
import { bringsKnownToken } from '../identity/brings-known-token.ts';
import { createIdentity } from '../identity/create-identity.ts';
import { identitySettings } from '../identity/identity-settings.ts';
import { beginOnLog } from '../log-identity/begin-on-log.ts';
import { settleEnvelopeKeys } from '../log-identity/settle-envelope-keys.ts';
import { settleLogIdentity } from '../log-identity/settle-log-identity.ts';
import { createPacedReading } from '../oversight/audit-search/paced-reading.ts';
import { countMisuseSearch } from '../oversight/misuse/count-misuse-search.ts';
import { wouldReleaseFinder } from '../oversight/reviews/would-release.ts';
import { connectReadCounts, countReads } from '../reads/read-counts-store.ts';
import { connectReads } from '../reads/reads-store.ts';
import { toReadsQuery } from '../reads/to-reads-query.ts';
import { watchReads } from '../reads/watch-reads.ts';
import { RegistryCache } from '../registry/agencies/registry-cache.ts';
import { foreseer } from '../release/commit/foresee.ts';
import { approvalForeseer } from '../release/commit/foresee-approval.ts';
import { createHistoryCoder } from '../release/facts/history-codes.ts';
import { followLog, keepFollowing } from '../release/lease/follow-log.ts';
import { KeptHead } from '../release/lease/kept-head.ts';
import { startNode } from '../release/lease-node.ts';
import type { Config } from '../settings/config.ts';
import { limitsOf } from '../settings/limits.ts';
import type { Logger } from '../settings/logger.ts';
import { readRulesRevision } from '../settings/rules-revision.ts';
import { createAdmission } from '../sign-in/admission.ts';
import { administrationRoutes } from './administration-routes.ts';
import { createApps } from './apps.ts';
import { startHousekeeping } from './housekeeping.ts';
import type { TellStrangers } from './listen.ts';
import { createMetrics } from './metrics/create-metrics.ts';
import { metricsRoutes } from './metrics/handle-metrics.ts';
import { watchNode } from './metrics/watch-node.ts';
import type { Doors } from './open-doors.ts';
import { partnerRoutes } from './partner-routes.ts';
import { publicRoutes } from './public-routes.ts';
import { BATCHED, type Steps } from './query-steps.ts';
import { ALONE, type Siblings } from './siblings.ts';

export interface GatewayOptions {
  /** The benchmark's peer carries them out one at a time. */
  readonly steps?: Steps;
  /** The nodes behind the same port. */
  readonly siblings?: Siblings;
  /** Of the servers that the node answers on. */
  readonly doors?: Doors;
}

export interface Gateway {
  readonly listener: RequestListener;
  /** For the port of the owner's people. */
  readonly administrators: RequestListener;
  readonly strangers: TellStrangers;
  /** The log's verifier key (C2SP signed-note vkey). */
  readonly logKey: string;
  /** Lets what was accepted finish, then closes every connection. */
  close(): Promise<void>;
}

/** @throws Error where the database is missing, not migrated, may forget what it committed, or is not safe from us */
export async function openGateway(
  config: Config,
  log: Logger,
  { steps = BATCHED, siblings = ALONE, doors }: GatewayOptions = {},
): Promise<Gateway> {
  const now = Date.now;
  const { dataDir, owner, readsOwnerDatabaseUrl: readsOwnerUrl, retentionDays, secondFactor } = config;
  const limits = limitsOf(config);
  const metrics = createMetrics();
  const rulesRevision = readRulesRevision();
  const pools = openPools(config.databaseUrl);
  const { gateway: pool } = pools;
  for (const warning of await checkDurability(pool)) log.warn(warning);
  await checkPrivileges(pool, GATEWAY_PRIVILEGES);
  const { logOrigin: origin } = config;
  const kept = new KeptHead({ dataDir, origin });
  const secrets = await settleLogIdentity(pool, { dataDir, origin, kept });
  await kept.check(pool);
  const signer = createCheckpointSigner(origin, secrets.logKey);
  const plateKeys = createPlateKeys(secrets.plateSearch);
  const envelopeKeys = await settleEnvelopeKeys(pool, { dataDir, origin }, now());
  const housekeeping = await startHousekeeping({
    ...{ pool, readsOwnerUrl, retentionDays, envelopeKeys, now, log },
    refusalsPerDay: config.agencyRefusalsPerDay,
    misuse: {
      pool: pools.misuse,
      key: plateKeys('misuse'),
      onLooked: countMisuseSearch(metrics.registry),
    },
  });
  await beginOnLog(pool, { kept, origin, log });

  const identity = await createIdentity({
    pool,
    now,
    ...identitySettings(config, secrets, doors?.administrators?.port ?? null),
  });
  const notices = await Notices.open(config.databaseUrl);
  const registry = await RegistryCache.start({
    ...{ notices, pool, owner, log },
    onChange: () => identity.registrations.reload(),
  });
  const readsPool = connectReads(config.readsDatabaseUrl, { max: 3 });
  const reads = watchReads(readsPool, { setting: 'READS_DATABASE_URL', url: config.readsDatabaseUrl }, log);
  await reads.atStart();
  const lookUps = steps.openLookUps(config.readsDatabaseUrl, metrics.batchOf('find'));
  const node = await startNode({ url: config.databaseUrl, notices, pool: pools.draining, log, kept });
  const { inFlight, witness } = node;
  const judging = { owner, limits, rulesRevision, plateKeys, refusalsPerDay: config.agencyRefusalsPerDay };
  const codeHistory = createHistoryCoder(plateKeys('history'));
  const commits = steps.openCommits(
    config.databaseUrl,
    { ...judging, codeHistory, signer, witness },
    metrics.batchOf('commit'),
  );
  watchNode(metrics.registry, { pools: { ...pools, reads: readsPool }, ...node });

  const limit = limitRate(config.rateLimitPerMinute, siblings.countsOf('clients'));
  const { partners, administration, lowering } = createAdmission({
    ...{ pools, identity, limitRate: limit, inFlight, secondFactor },
  });
  const followed = followLog({ db: pools.log, witness });
  const following = keepFollowing(followed, log);
  const findReceipt = receiptFinder(pool, signer, followed);
  const auditing = { auditPool: pools.audit, reading: createPacedReading() };
  const acting = { owner, registry, inFlight, plateKeys };
  const countsPool = connectReadCounts(config.readsDatabaseUrl);
  const findWouldRelease = wouldReleaseFinder({
    foreseeApproval: approvalForeseer(pools.administration, { ...judging, codeHistory }),
    countReads: (query, most) => countReads(countsPool, toReadsQuery(query, null), most),
  });
  const hotLists = await startHotLists({
    ...{ pool, readsPool, notices, inFlight, retentionDays, rulesRevision, now, log },
    ...{ signIn: partners.signIn, limitRate: limit, lowering, secondFactor },
    checkReads: reads.check,
    databaseUrl: config.databaseUrl,
    redisUrl: config.redisUrl,
    commit: commits.commit,
    foresee: foreseer(pool, judging),
    outbound: { allow: config.outboundRanges },
    hotListDir: config.hotListDir,
    credentialsDir: join(dataDir, 'secrets', 'gateways'),
    endpointKey: secrets.endpoint,
    publicUrl: config.publicUrl,
    findReceipt,
  });
  watchHotLists(metrics.registry, { pool, hotLists, now });

  const apps = createApps({
    ...{ log, doors, isTrustedProxy: identity.isTrustedProxy, failures: siblings.countsOf('failures') },
    publicPerMinute: config.publicRequestsPerMinute,
    publicRoutes: publicRoutes({
      ...{ pool: pools.log, followed, signer, envelopeKeys, identity, now, config },
      checks: {
        log: createLogCheck(pool, () => performance.now()),
        reads: reads.check,
        lease: node.check,
      },
      lesserChecks: { jobs: hotLists.check, envelopes: async () => envelopeKeys.check() },
      metrics: metricsRoutes(metrics.registry.contentType, siblings.shareMetrics(metrics.registry)),
    }),
    partnerRoutes: [
      partnerRoutes({
        ...{ pool, identity, registry, limits, now, rulesRevision, envelopeKeys, inFlight, findReceipt, log },
        ...{ metrics, commits, lookUps, readsPool, limitRate: limit },
        ...{ cursorKey: secrets.cursor, keptAnswersSecret: secrets.keptAnswers },
      }),
    ],
    ownerRoutes: [
      ...administrationRoutes({
        ...{ ...administration, ...acting, ...auditing, lowering, limits, rulesRevision, findReceipt },
        findWouldRelease,
      }),
      ...hotLists.routes,
    ],
  });

  const recorded = (app: Express) => recordRequests(app, { log, count: metrics.countRequest });
  return {
    listener: recorded(apps.everybody),
    administrators: recorded(apps.administrators),
    strangers: {
      isTrustedProxy: identity.isTrustedProxy,
      isKnown: (request) => bringsKnownToken(request, identity),
    },
    logKey: signer.vkey,
    close: async () => {
      await Promise.all([following.stop(), housekeeping.stop()]);
      await hotLists.close();
      await lookUps.close();
      await commits.close();
      await node.close();
      await registry.close();
      await notices.close();
      await Promise.all([readsPool, countsPool, ...Object.values(pools)].map((one) => one.end()));
    },
  };
}

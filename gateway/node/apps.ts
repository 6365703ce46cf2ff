/** Builds a node's applications: one that answers everybody, one for the port of the owner's people. */
import type { Express } from 'express';
import type { receiptFinder } from '../audit/find-receipt.ts';
import type { FollowedLog } from '../audit/follow/followed-log.ts';
import type { PublishedHead } from '../audit/follow/published-head.ts';
import { createTileReader } from '../audit/tiles.ts';
import type { OpenedCosigning } from '../cosigning/open-cosigning.ts';
import type { Pools } from '../database/pools.ts';
import type { DurabilityWatch } from '../database/watch-durability.ts';
import type { HotLists } from '../hot-lists/start-hot-lists.ts';
import type { Bodies } from '../http/bodies/bodies.ts';
import type { LimitRate } from '../http/limits/limit-rate.ts';
import { routerOf } from '../http/routes/router-of.ts';
import { trustedProxies } from '../http/trusted-proxies.ts';
import type { Identity } from '../identity/create-identity.ts';
import type { Network } from '../network/open-network.ts';
import { createPacedReading } from '../oversight/audit-search/paced-reading.ts';
import type { EvidenceDeps } from '../oversight/evidence/make-evidence.ts';
import type { TellAltered } from '../oversight/held/hold-against-log.ts';
import { wouldReleaseFinder } from '../oversight/reviews/would-release.ts';
import type { Pages } from '../pages/open-pages.ts';
import { readSignInClients } from '../pages/session/sign-in-clients.ts';
import { CALLBACK } from '../pages/session/sign-in-routes.tsx';
import type { PublishedPage } from '../pages/verify/publish-verify-page.ts';
import { checkProjections, watchProjections } from '../projections/watch-projections.ts';
import type { RegistryCache } from '../registry/agencies/registry-cache.ts';
import { openSignInTests } from '../registry/identities/test-sign-in.ts';
import type { JudgeDeps } from '../release/facts/batch-facts.ts';
import type { Config } from '../settings/config.ts';
import type { Logger } from '../settings/logger.ts';
import type { Admission } from '../sign-in/admission.ts';
import { createClockCheck } from './check-clock.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import { watchStanding } from './metrics/watch-standing.ts';
import type { Doors } from './open-doors.ts';
import type { OpenedIntake } from './open-intake.ts';
import type { OpenedLog } from './open-log.ts';
import type { OpenedReads } from './open-reads.ts';
import type { OpenedReleases } from './open-releases.ts';
import { ADMINISTRATION_ROUTES } from './routes/administration-routes.ts';
import { type AppOptions, createApp } from './routes/app.ts';
import { type HealthDeps, lookAtChecks } from './routes/health-routes.ts';
import { intakeRoutes } from './routes/intake-routes.ts';
import { networkRoutes } from './routes/network-routes.ts';
import { partnerRoutes } from './routes/partner-routes.ts';
import { publicRoutes } from './routes/public-routes.ts';
import { recordsRoutes } from './routes/records-routes.ts';
import { SYSTEM_ROUTES } from './routes/system-routes.ts';
import type { Siblings } from './siblings.ts';

/** The parts that a node has opened. */
export interface AppsOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => number;
  /** Absent in a benchmark, which runs each application on its own server. */
  readonly doors: Doors | undefined;
  readonly siblings: Siblings;
  readonly metrics: Metrics;
  readonly pools: Pools;
  readonly judging: JudgeDeps;
  readonly ownLog: OpenedLog;
  readonly durability: DurabilityWatch;
  readonly identity: Identity;
  readonly registry: RegistryCache;
  readonly reads: OpenedReads;
  readonly intake: OpenedIntake;
  readonly releases: OpenedReleases;
  readonly admission: Admission;
  readonly limitRate: LimitRate;
  readonly followed: FollowedLog;
  readonly published: PublishedHead;
  readonly cosigned: OpenedCosigning;
  readonly findReceipt: ReturnType<typeof receiptFinder>;
  readonly bodies: Bodies;
  readonly hotLists: HotLists;
  readonly network: Network;
  readonly tellAltered: TellAltered;
  readonly verifyPage: PublishedPage;
  readonly pages: Pages;
}

export interface Apps {
  readonly everybody: Express;
  readonly administrators: Express;
  /** Answers the pages: the whole API, for those who have signed in there. */
  readonly ofPages: Express;
}

export function createApps(parts: AppsOptions): Apps {
  const { config, doors, identity, log, siblings } = parts;
  const common: Pick<AppOptions, 'bodies' | 'log' | 'isTrustedProxy' | 'failures' | 'publicPerMinute'> = {
    ...{ bodies: parts.bodies, log },
    isTrustedProxy: identity.isTrustedProxy,
    failures: siblings.countsOf('failures'),
    publicPerMinute: config.publicRequestsPerMinute,
  };
  const publicSide = openPublicSide(parts);
  const ownerSide = [
    openOwnerSide(parts),
    openSystemSide(parts),
    openNetwork(parts),
    recordsRoutes(parts.admission.partners),
    ...parts.hotLists.routes,
  ];
  const partnerSide = openPartnerSide(parts);
  const { pages } = parts;
  return {
    everybody: createApp({
      ...common,
      messages: doors?.common.messages,
      intakeRoutes: [openIntakeSide(parts)],
      publicRoutes: [...publicSide.everybody, ...pages.routes],
      // Partners' systems come first, as they ask most often.
      apiRoutes: [partnerSide, ...ownerSide],
    }),
    administrators: createApp({
      ...common,
      messages: doors?.administrators?.messages,
      publicRoutes: [...publicSide.administrators, ...pages.routes],
      apiRoutes: ownerSide,
    }),
    // The node itself asks, and gives the browser's address.
    ofPages: createApp({
      ...common,
      isTrustedProxy: () => true,
      publicRoutes: [publicSide.metadata],
      apiRoutes: [partnerSide, ...ownerSide],
    }),
  };
}

/** Builds the push routes. A halt does not stop them: these are the owner's own reads coming in. */
function openIntakeSide(parts: AppsOptions) {
  const { bodies, config, intake, log, now, ownLog, pools } = parts;
  const { lookUpSource, onOutcome, reads, refused } = intake;
  return intakeRoutes({
    ...{ bodies, pool: pools.gateway, reads, lookUpSource, onOutcome, refused, log, now },
    isPushAddress: trustedProxies(config.pushAddresses),
    ...{ retentionDays: config.retentionDays, sourceKey: ownLog.secrets.endpoint },
    ...{ ...parts.network.taking, signIn: parts.admission.partners.signIn },
  });
}

function openPublicSide(parts: AppsOptions) {
  const { config, cosigned, findReceipt, identity, log, metrics, now, ownLog, pools, published } = parts;
  const { envelopeKeys, signer } = ownLog;
  const health = checksOf(parts);
  watchProjections(metrics.registry, pools.log);
  watchStanding(metrics.registry, { pool: pools.log, lookAt: () => lookAtChecks(health), now });
  return publicRoutes({
    ...{ pool: pools.log, cosigned, published, signer, envelopeKeys, identity, now, config, log },
    ...{ findReceipt, verifyPage: parts.verifyPage },
    ...health,
    metrics: {
      contentType: metrics.registry.contentType,
      figures: parts.siblings.shareMetrics(metrics.registry),
    },
  });
}

function openPartnerSide(parts: AppsOptions) {
  const { findReceipt, identity, judging, limitRate, log, metrics, now, ownLog, pools } = parts;
  const { reads, registry, releases } = parts;
  const { envelopeKeys, secrets } = ownLog;
  return partnerRoutes({
    ...{ ...judging, pool: pools.gateway, identity, registry, now, envelopeKeys, findReceipt, log, metrics },
    ...{ limitRate, reads: reads.source },
    ...{ commits: releases.commits, inFlight: releases.inFlight },
    ...{ cursorKey: secrets.cursor, keptAnswersSecret: secrets.keptAnswers },
    asking: { reach: parts.network.reach, origin: ownLog.signer.origin, plateKeys: ownLog.plateKeys },
  });
}

function openOwnerSide(parts: AppsOptions) {
  const { admission, config, findReceipt, judging, ownLog, pools, reads, registry, tellAltered } = parts;
  const { releases } = parts;
  return routerOf(ADMINISTRATION_ROUTES, {
    ...{ ...admission.administration, ...judging, ...parts.network, lowering: admission.lowering },
    ...{ registry, findReceipt, tellAltered, log: parts.log },
    ...{ inFlight: releases.inFlight, plateKeys: ownLog.plateKeys },
    sourceKey: ownLog.secrets.endpoint,
    subjectKey: ownLog.secrets.processSubjects,
    testSignIn: signInTestsOf(config),
    ...{ auditPool: pools.audit, reading: createPacedReading(), readsPool: ownReadsOf(reads) },
    findWouldRelease: wouldReleaseFinder({
      previewApproval: releases.previewApproval,
      countReads: reads.count,
    }),
    readsLag: reads.lag,
  });
}

function signInTestsOf({ outboundRanges, publicUrl, signInClientsFile }: Config) {
  return openSignInTests({
    outbound: { allow: outboundRanges },
    callback: `${publicUrl.replace(/\/$/, '')}${CALLBACK}`,
    pageClients: signInClientsFile === null ? [] : readSignInClients(signInClientsFile),
  });
}

function openSystemSide(parts: AppsOptions) {
  const { admission, config, cosigned, judging, ownLog } = parts;
  return routerOf(SYSTEM_ROUTES, {
    ...admission.administration,
    ...checksOf(parts),
    ...{ config, cosigned, signer: ownLog.signer, rulesRevision: judging.rulesRevision },
  });
}

function openNetwork(parts: AppsOptions) {
  const { admission, config, findReceipt, followed, ownLog, pools, published } = parts;
  return networkRoutes({
    findReceipt,
    ...{ ...admission.partners, pool: pools.gateway, published, entryDelay: config.logEntryDelayMs },
    ...{ log: followed, signer: ownLog.signer, tiles: createTileReader(pools.log) },
    ...{ self: parts.network.self, lowering: admission.lowering, inFlight: parts.releases.inFlight },
  });
}

/** Returns the pool for making evidence; null if a vendor keeps what is released. */
function ownReadsOf({ source, store }: OpenedReads): EvidenceDeps['readsPool'] {
  return source.asksOutside ? null : store.readsPool;
}

function checksOf(parts: AppsOptions): HealthDeps {
  const { config, cosigned, durability, hotLists, ownLog, pools, reads, releases } = parts;
  return {
    commitsAre: () => durability.kind,
    checks: {
      ...(config.requireSynchronousCommit ? { standby: durability.check } : {}),
      log: releases.checkLog,
      clock: createClockCheck(pools.gateway, parts.now),
      reads: reads.source.check,
      lease: releases.check,
    },
    lesserChecks: {
      projections: () => checkProjections(pools.log),
      jobs: hotLists.check,
      envelopes: async () => ownLog.envelopeKeys.check(),
      witnesses: cosigned.check,
    },
    readsSource: config.readsSource,
  };
}

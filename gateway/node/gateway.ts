/** Builds a whole gateway node once from its configuration, and closes it in the opposite order. */
import type { RequestListener } from 'node:http';
import type { Express } from 'express';
import { screen } from '../../sharing-rules/narrative/screen.ts';
import { Notices } from '../database/notices.ts';
import { openPools, type Pools } from '../database/pools.ts';
import { DurabilityWatch } from '../database/watch-durability.ts';
import { watchHotLists } from '../hot-lists/hot-list-metrics.ts';
import { startHotLists } from '../hot-lists/start-hot-lists.ts';
import { bringsAlertKey } from '../hot-lists/vendor/alert-key.ts';
import { ALERTS_PATH } from '../hot-lists/vendor/alert-routes.ts';
import type { VendorSide } from '../hot-lists/vendor/vendor-side.ts';
import { Bodies } from '../http/bodies/bodies.ts';
import { limitRate as limitRequests } from '../http/limits/limit-rate.ts';
import { recordRequests } from '../http/record-requests.ts';
import { bringsKnownToken } from '../identity/brings-known-token.ts';
import { createIdentity } from '../identity/create-identity.ts';
import { identitySettings } from '../identity/identity-settings.ts';
import { warnOfKeys } from '../identity/warn-of-keys.ts';
import { startMail } from '../jobs/mail/start-mail.ts';
import { openNetwork } from '../network/open-network.ts';
import { alteredTeller } from '../oversight/held/tell-altered.ts';
import { countMisuseSearch } from '../oversight/misuse/count-misuse-search.ts';
import { reportMisuse } from '../oversight/misuse/report-misuse.ts';
import { openPages } from '../pages/open-pages.ts';
import { openVerifyPage } from '../pages/verify/publish-verify-page.ts';
import { buildProjections } from '../projections/build-projections.ts';
import { RegistryCache } from '../registry/agencies/registry-cache.ts';
import type { Config } from '../settings/config.ts';
import { limitsOf } from '../settings/limits.ts';
import type { Logger } from '../settings/logger.ts';
import { readRulesRevision } from '../settings/rules-revision.ts';
import { createAdmission } from '../sign-in/admission.ts';
import { createApps } from './apps.ts';
import { startHousekeeping } from './housekeeping.ts';
import type { TellStrangers } from './listen.ts';
import { beginOnLog } from './log-identity/begin-on-log.ts';
import { createMetrics, type Metrics } from './metrics/create-metrics.ts';
import { watchNode } from './metrics/watch-node.ts';
import type { Doors } from './open-doors.ts';
import { openIntake } from './open-intake.ts';
import { type OpenedLog, openLog } from './open-log.ts';
import { type OpenedReads, openReads } from './open-reads.ts';
import { openReleases } from './open-releases.ts';
import { openWitnesses, prepareWitnesses } from './open-witnesses.ts';
import { BATCHED, type Steps } from './routes/query-steps.ts';
import { ALONE, type Siblings } from './siblings.ts';

export interface GatewayOptions {
  /** Sets how find and commit are carried out; the benchmark's peer does one query at a time. */
  readonly steps?: Steps;
  /** The other nodes behind the same port. */
  readonly siblings?: Siblings;
  /** The servers that the node answers on. */
  readonly doors?: Doors;
}

export interface Gateway {
  readonly listener: RequestListener;
  /** Answers the port of the owner's people. */
  readonly administrators: RequestListener;
  readonly strangers: TellStrangers;
  /** The log's verifier key (C2SP signed-note vkey); during a key change, both keys with a blank between. */
  readonly logKey: string;
  /** Ends what never ends by itself; must run before the ports close. */
  letGo(): void;
  /** Lets accepted requests finish, then closes every connection. */
  close(): Promise<void>;
}

/**
 * Opens each part after those it needs: log and keys, timed chores, sign-in, reads, releases, hot lists, and
 * at last the applications that answer.
 * @throws Error as `openLog` and `openReads`; the database's, if it cannot be reached
 */
export async function openGateway(
  config: Config,
  log: Logger,
  { steps = BATCHED, siblings = ALONE, doors }: GatewayOptions = {},
): Promise<Gateway> {
  const now = Date.now;
  const { databaseUrl: url, owner, requireSynchronousCommit: requireHeld, secondFactor } = config;
  const metrics = createMetrics();
  const pools = openPools(url, { requireHeld });
  const { gateway: pool } = pools;
  const ownLog = await openLog(pool, config, log, now);
  const { durability: found, kept, plateKeys, secrets, signer } = ownLog;
  const durability = new DurabilityWatch({ db: pools.administration, log, required: requireHeld, found });
  const prepared = await prepareWitnesses(config, signer.vkeys);
  const housekeeping = await keepHouse(config, { ...ownLog, pools, metrics, now, log });
  const derived = await beginOnLog(pool, { kept, origin: config.logOrigin, log });
  const tellAltered = alteredTeller({ pool: pools.log, registry: metrics.registry, log });
  const projecting = buildProjections({ pool: pools.log, log, tellAltered });
  const verifyPage = await openVerifyPage(pool, { logKey: signer.vkey, publicUrl: config.publicUrl });

  const identity = await createIdentity({
    ...{ pool, now, onKeysMissing: warnOfKeys(log) },
    ...identitySettings(config, secrets, doors?.administrators?.port ?? null),
  });
  const notices = await Notices.open(url);
  const onChange = () => identity.registrations.reload();
  const registry = await RegistryCache.start({ notices, pool, owner, log, onChange });

  const reads = await openReads(config, { steps, metrics, log, now });
  const intake = openIntake(config.readsOwnerDatabaseUrl, { pool, metrics, log });
  const judging = judgingOf(config);
  const releases = await openReleases({
    ...{ url, pools, notices, kept, derived, signer, plateKeys, judging, steps, metrics, log },
    ...{ mayRelease: () => !prepared.lag.isLate, mayCommit: durability.mayCommit, requireHeld },
  });
  const { inFlight, witness } = releases;
  watchNode(metrics.registry, { pools: { ...pools, ...reads.pools }, readsLag: reads.lag, ...releases });
  const limitRate = limitRequests(config.rateLimitPerMinute, siblings.countsOf('clients'));
  const admission = createAdmission({ pools, identity, limitRate, inFlight, secondFactor });
  const watched = await openWitnesses({ ...prepared, log, metrics, pools, signer, witness });
  const { cosigned, findReceipt, followed, published } = watched;
  const network = openNetwork(config, { admission, ...ownLog, identity, inFlight, log, now });
  const mail = startMail({ ...config, pool, registry: metrics.registry, log });
  const hotLists = await startHotLists({
    ...config,
    ...{ mailNotice: mail.work, reportMisuse },
    ...{ pool, ...reads.store, notices, inFlight, now, log, findReceipt, limitRate },
    ...{ rulesRevision: judging.rulesRevision, commit: releases.commits.commit, preview: releases.preview },
    ...{ signIn: admission.partners.signIn, lowering: admission.lowering },
    ...network.outside,
    vendor: vendorSide(reads, config),
    endpointKey: secrets.endpoint,
  });
  watchHotLists(metrics.registry, { pool, hotLists, now });

  const isKnown: TellStrangers['isKnown'] = (request) =>
    bringsKnownToken(request, identity) ||
    pages.isKnown(request) ||
    bringsAlertKey(request, secrets.endpoint, now());
  const bodies = new Bodies(isKnown);
  const pages = await openPages({
    ...config,
    ...{ bodies, now, inFlight, registry, log, pool: pools.administration },
    ...{ registrations: identity.registrations, issuerKeys: identity.issuerKeys },
    ...{ adminDoor: identity.adminDoor, secret: secrets.signIn, countsOf: siblings.countsOf },
  });
  const apps = createApps({
    ...{ bodies, config, log, now, doors, siblings, metrics, pools, judging },
    ...{ ownLog, durability, identity, registry, reads, intake, releases, admission, hotLists, pages },
    ...{ cosigned, findReceipt, followed, published, network, verifyPage, limitRate, tellAltered },
  });
  const recorded = (app: Express) => recordRequests(app, { log, count: metrics.countRequest });
  pages.answerWith(recorded(apps.ofPages));
  return {
    listener: recorded(apps.everybody),
    administrators: recorded(apps.administrators),
    strangers: { isTrustedProxy: identity.isTrustedProxy, isKnown },
    logKey: signer.vkey,
    letGo: () => pages.letGo(),
    close: async () => {
      await pages.close();
      await Promise.all([watched.close(), housekeeping.stop(), projecting.stop(), durability.close()]);
      await Promise.all([hotLists.close(), mail.close(), network.close()]);
      await releases.close();
      await Promise.all([reads.close(), intake.close()]);
      await registry.close();
      await notices.close();
      await Promise.all(Object.values(pools).map((one) => one.end()));
    },
  };
}

/** Returns where the gateway keeps its own hot list with the vendor, and receives its alerts. */
function vendorSide({ vendor }: OpenedReads, { owner, publicUrl }: Config): VendorSide | null {
  if (vendor === null) return null;
  const { hotLists: client, networkId } = vendor;
  return { client, networkId, listName: `Sharing gateway ${owner}`, alertsUrl: `${publicUrl}${ALERTS_PATH}` };
}

function judgingOf(config: Config) {
  // Makes the tables of the word lists now: a list that is wrong ends the start, and the first query waits for none.
  screen({ code: 'stolen_vehicle', justification: 'stolen vehicle' });
  const { agencyRefusalsPerDay: refusalsPerDay, owner } = config;
  const judging = { owner, refusalsPerDay, limits: limitsOf(config), rulesRevision: readRulesRevision() };
  return config.readsSource === 'postgres' ? judging : { ...judging, readsSource: config.readsSource };
}

interface House extends OpenedLog {
  readonly pools: Pools;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly log: Logger;
}

function keepHouse(config: Config, { envelopeKeys, log, metrics, now, plateKeys, pools }: House) {
  return startHousekeeping({
    ...{ pool: pools.gateway, logPool: pools.log, envelopeKeys, now, log },
    retentionDays: config.retentionDays,
    readsOwnerUrl: config.readsOwnerDatabaseUrl,
    refusalsPerDay: config.agencyRefusalsPerDay,
    entryDelay: config.logEntryDelayMs,
    misuse: {
      ...{ pool: pools.misuse, key: plateKeys('misuse') },
      onLooked: countMisuseSearch(metrics.registry),
    },
  });
}

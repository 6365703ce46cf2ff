/** What partners' systems ask, with each step measured. */
import type { Router } from 'express';
import type pg from 'pg';
import { findEncryptionKey } from './agencies/encryption-keys-store.ts';
import type { AuthenticateDeps } from './http/authenticate.ts';
import { authenticate } from './http/authenticate.ts';
import { claimProof } from './identity/proofs-store.ts';
import type { Logger } from './logger.ts';
import type { createMetrics } from './metrics/create-metrics.ts';
import { queryRoutes } from './query/handle-query.ts';
import { recordFault } from './query/record-fault.ts';
import { envelop, releaseText, sealRelease } from './query/seal-release.ts';
import { SpentQuotas } from './query/spent-quotas.ts';
import type { Steps } from './query-steps.ts';
import { findShared } from './reads/shared-reads-store.ts';
import { toReadsQuery } from './reads/to-reads-query.ts';
import { hasPlace } from './release/roster-store.ts';
import { findHeldQuery } from './reviews/pick-up-store.ts';

type QueryDeps = Parameters<typeof queryRoutes>[0];
type SealingDeps = Parameters<typeof sealRelease>[3];

/** What `queryRoutes` needs and is the node's own. */
type OfNode = Pick<
  QueryDeps,
  | 'registry'
  | 'limits'
  | 'now'
  | 'rulesRevision'
  | 'cursorKey'
  | 'keptAnswersSecret'
  | 'inFlight'
  | 'limitRate'
  | 'findReceipt'
>;

export interface PartnerDeps extends OfNode, AuthenticateDeps, Pick<SealingDeps, 'envelopeKeys'> {
  readonly pool: pg.Pool;
  readonly readsPool: pg.Pool;
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly commits: Pick<ReturnType<Steps['openCommits']>, 'commit'>;
  readonly lookUps: Pick<ReturnType<Steps['openLookUps']>, 'lookUp'>;
  readonly log: Logger;
}

export function partnerRoutes(deps: PartnerDeps): Router {
  const { commits, cursorKey, envelopeKeys, identity, log, lookUps, metrics, now, pool, rulesRevision } =
    deps;
  const { findReceipt, inFlight, keptAnswersSecret, limitRate, limits, readsPool, registry } = deps;
  const sealing = {
    cursorKey,
    rulesRevision,
    now,
    envelopeKeys,
    findEncryptionKey: (agencyId: number) => findEncryptionKey(pool, agencyId),
  };
  return queryRoutes({
    spentQuotas: new SpentQuotas(),
    authenticate: metrics.time('authenticate', (request, scope) =>
      authenticate(request, { identity }, scope),
    ),
    registry,
    limits,
    now,
    rulesRevision,
    cursorKey,
    commit: metrics.countOutcomes(metrics.time('commit', commits.commit)),
    findReads: metrics.time('find', (query, after) => lookUps.lookUp(toReadsQuery(query, after))),
    seal: metrics.time('seal', (release, keyThumbprint, request) =>
      sealRelease(release, keyThumbprint, request, sealing),
    ),
    textOf: (release, keyThumbprint) => releaseText(release, keyThumbprint, sealing),
    envelop: (text, agencyId, request) => envelop(text, agencyId, request, sealing),
    pool,
    keptAnswersSecret,
    findShared: (reads) => findShared(readsPool, reads),
    recordFault: recordFault({ pool, log }),
    inFlight,
    limitRate,
    claimProof: (proof) => claimProof(pool, proof),
    findHeldQuery: (id) => findHeldQuery(pool, id),
    findReceipt,
    hasPlace: (agencyId) => hasPlace(pool, agencyId),
  });
}

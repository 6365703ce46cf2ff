/** Serves what partners' systems ask, with each step measured. */
import type { Router } from 'express';
import type pg from 'pg';
import { routerOf } from '../../http/routes/router-of.ts';
import { claimProof } from '../../identity/proofs/proofs-store.ts';
import { originOf, readPeer } from '../../network/agreements/peers-store.ts';
import type { AskDeps } from '../../network/asks/ask-deps.ts';
import { ASK_ROUTES } from '../../network/asks/ask-routes.ts';
import { EVALUATION_ROUTES } from '../../query/evaluation-routes.ts';
import type { QueryDeps } from '../../query/handle-query.ts';
import { OWN_QUERY_ROUTES } from '../../query/own/own-query-routes.ts';
import { PermittedOfficers } from '../../query/permitted-officers.ts';
import { QUERY_ROUTES } from '../../query/query-routes.ts';
import { recordFault } from '../../query/record-fault.ts';
import { envelop, releaseText, sealRelease } from '../../query/seal-release.ts';
import { SpentQuotas } from '../../query/spent-quotas.ts';
import type { ReadsSource } from '../../reads/sources/reads-source.ts';
import { findEncryptionKey } from '../../registry/agencies/encryption-keys-store.ts';
import { findHeldQuery } from '../../release/facts/collection-store.ts';
import { hasPlace } from '../../release/facts/roster-store.ts';
import type { Logger } from '../../settings/logger.ts';
import type { AuthenticateDeps } from '../../sign-in/authenticate.ts';
import { authenticate } from '../../sign-in/authenticate.ts';
import type { createMetrics } from '../metrics/create-metrics.ts';
import type { Steps } from './query-steps.ts';

type SealingDeps = Parameters<typeof sealRelease>[3];

/** The dependencies of these routes that are the node's own. */
type OfNode = Pick<
  QueryDeps,
  | 'registry'
  | 'limits'
  | 'readsSource'
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
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly commits: Pick<ReturnType<Steps['openCommits']>, 'commit'>;
  readonly reads: ReadsSource;
  readonly log: Logger;
  /** Holds what asking other gateways needs. */
  readonly asking: Pick<AskDeps, 'origin' | 'plateKeys' | 'reach'>;
}

export function partnerRoutes(deps: PartnerDeps): Router {
  const { commits, cursorKey, envelopeKeys, identity, log, metrics, now, pool, reads, rulesRevision } = deps;
  const { findReceipt, inFlight, keptAnswersSecret, limitRate, limits, readsSource, registry } = deps;
  const sealing = {
    cursorKey,
    rulesRevision,
    now,
    envelopeKeys,
    findEncryptionKey: (agencyId: number) => findEncryptionKey(pool, agencyId),
  };
  const query: QueryDeps = {
    spentQuotas: new SpentQuotas(),
    permittedOfficers: new PermittedOfficers(inFlight),
    authenticate: metrics.time('authenticate', (request, scope) =>
      authenticate(request, { identity }, scope),
    ),
    registry,
    limits,
    now,
    rulesRevision,
    cursorKey,
    commit: metrics.countOutcomes(metrics.time('commit', commits.commit)),
    reads: { ...reads, find: metrics.time('find', reads.find) },
    ...(readsSource === undefined ? {} : { readsSource }),
    seal: metrics.time('seal', (release, keyThumbprint, request) =>
      sealRelease(release, keyThumbprint, request, sealing),
    ),
    textOf: (release, keyThumbprint) => releaseText(release, keyThumbprint, sealing),
    envelop: (text, agencyId, request) => envelop(text, agencyId, request, sealing),
    pool,
    keptAnswersSecret,
    findShared: reads.findShared,
    recordFault: recordFault({ pool, log }),
    inFlight,
    limitRate,
    claimProof: (proof) => claimProof(pool, proof),
    findHeldQuery: (id) => findHeldQuery(pool, id),
    findReceipt,
    findPeerOrigin: async (ori) => originOf(await readPeer(pool, ori)),
    hasPlace: (agencyId) => hasPlace(pool, agencyId),
  };
  const ask: AskDeps & QueryDeps = { ...query, ...deps.asking, silent: new Set(), log };
  return routerOf<AskDeps & QueryDeps>(
    [...QUERY_ROUTES, ...OWN_QUERY_ROUTES, ...ASK_ROUTES, ...EVALUATION_ROUTES],
    ask,
  );
}

/** Serves what other gateways ask, beside queries: proofs of the log, and the entries in which their agencies take part. */
import type { Router } from 'express';
import { routerOf } from '../../http/routes/router-of.ts';
import {
  PEER_AGREEMENT_ROUTES,
  type PeerAgreementDeps,
} from '../../network/agreements/peer-agreement-routes.ts';
import { ENTRY_ROUTES, type EntriesDeps } from '../../network/entries/entry-routes.ts';
import { LOG_KEY_ROUTES, type LogKeyDeps } from '../../network/entries/log-key-routes.ts';
import { CONSISTENCY_ROUTES, type ConsistencyDeps } from './consistency-routes.ts';

export type NetworkDeps = ConsistencyDeps & EntriesDeps & LogKeyDeps & PeerAgreementDeps;

export function networkRoutes(deps: NetworkDeps): Router {
  return routerOf(
    [...CONSISTENCY_ROUTES, ...ENTRY_ROUTES, ...LOG_KEY_ROUTES, ...PEER_AGREEMENT_ROUTES],
    deps,
  );
}

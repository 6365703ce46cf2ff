/** Takes pushed reads, and signals of other gateways, on the port that everybody reaches, since vendors' clouds do, and on no other. */
import type { Router } from 'express';
import { routerOf } from '../../http/routes/router-of.ts';
import { SIGNAL_ROUTES, type SignalDeps } from '../../network/signals/signal-routes.ts';
import { PUSH_READS_ROUTES, type PushDeps } from '../../registry/sources/push-routes.ts';

export type IntakeDeps = PushDeps & SignalDeps;

export function intakeRoutes(deps: IntakeDeps): Router {
  return routerOf<IntakeDeps>([...PUSH_READS_ROUTES, ...SIGNAL_ROUTES], deps);
}

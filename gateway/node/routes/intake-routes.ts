/** Takes pushed reads on the port that everybody reaches, since vendors' clouds do, and on no other. */
import type { Router } from 'express';
import { routerOf } from '../../http/routes/router-of.ts';
import { PUSH_READS_ROUTES, type PushDeps } from '../../registry/sources/push-routes.ts';

export function intakeRoutes(deps: PushDeps): Router {
  return routerOf(PUSH_READS_ROUTES, deps);
}

/** What anyone may read: health, the log, figures, the keys, and what the API and its purposes are. */
import type { Router } from 'express';
import type { Pool } from 'pg';
import type { CheckpointSigner } from '../../audit/checkpoint-signer.ts';
import type { FollowedLog } from '../../audit/followed-log.ts';
import { logRoutes } from '../../audit/handle-log.ts';
import { routerOf } from '../../http/routes/router-of.ts';
import { protectedResourceRoutes } from '../../identity/handle-protected-resource.ts';
import type { EnvelopeKeys } from '../../jose/envelope-keys/envelope-keys.ts';
import { jwksRoutes } from '../../jose/envelope-keys/handle-jwks.ts';
import { openApiRoutes } from '../../openapi/handle-openapi.ts';
import { startPageRoutes } from '../../pages/handle-start-page.ts';
import { PURPOSE_ROUTES } from '../../query/purpose-routes.ts';
import type { Config } from '../../settings/config.ts';
import { healthRoutes } from './health.ts';

export interface PublicDeps {
  readonly pool: Pool;
  readonly signer: CheckpointSigner;
  readonly followed: FollowedLog;
  readonly envelopeKeys: EnvelopeKeys;
  readonly identity: Parameters<typeof protectedResourceRoutes>[0];
  readonly now: () => number;
  readonly config: Pick<Config, 'contact' | 'logEntryDelayMs' | 'owner' | 'publicUrl'>;
  readonly checks: Parameters<typeof healthRoutes>[0];
  readonly lesserChecks: Parameters<typeof healthRoutes>[1];
  readonly metrics: Router;
}

export interface PublicRoutes {
  readonly everybody: readonly Router[];
  /** What the owner's people need at a port of their own: whether it is alive, and how to sign in. */
  readonly administrators: readonly Router[];
}

export function publicRoutes(deps: PublicDeps): PublicRoutes {
  const { pool, signer, followed, envelopeKeys, identity, now, config } = deps;
  const administrators = [
    healthRoutes(deps.checks, deps.lesserChecks),
    deps.metrics,
    openApiRoutes(config),
    protectedResourceRoutes(identity),
  ];
  const log = logRoutes({ pool, signer, log: followed, entryDelay: config.logEntryDelayMs });
  const everybody = [
    log,
    ...administrators,
    jwksRoutes(envelopeKeys, now),
    routerOf(PURPOSE_ROUTES, null),
    startPageRoutes(config),
  ];
  return { everybody, administrators };
}

/** What anyone may read: the log, the keys, and what the API and its purposes are. */
import type { Router } from 'express';
import type { Pool } from 'pg';
import type { CheckpointSigner } from './audit/checkpoint-signer.ts';
import { logRoutes } from './audit/handle-log.ts';
import type { Config } from './config.ts';
import type { EnvelopeKeys } from './envelope/envelope-keys.ts';
import { jwksRoutes } from './envelope/handle-jwks.ts';
import { strictRouter } from './http/strict-router.ts';
import { protectedResourceRoutes } from './identity/handle-protected-resource.ts';
import { openApiRoutes } from './openapi/handle-openapi.ts';
import { purposeRoutes } from './purposes/handle-purposes.ts';

export interface PublicDeps {
  readonly pool: Pool;
  readonly signer: CheckpointSigner;
  readonly envelopeKeys: EnvelopeKeys;
  readonly identity: Parameters<typeof protectedResourceRoutes>[0];
  readonly now: () => number;
  readonly config: Pick<Config, 'logEntryDelayMs' | 'publicUrl'>;
}

export function publicRoutes({ pool, signer, envelopeKeys, identity, now, config }: PublicDeps): Router[] {
  return [
    strictRouter().use('/log', logRoutes({ pool, signer, entryDelay: config.logEntryDelayMs })),
    openApiRoutes(config.publicUrl),
    jwksRoutes(envelopeKeys, now),
    purposeRoutes(),
    protectedResourceRoutes(identity),
  ];
}

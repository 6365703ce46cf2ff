/** Serves what anyone may read: health, the log, figures, the keys, the API and its purposes. */
import type { Router } from 'express';
import type { Pool } from 'pg';
import type { CheckpointSigner } from '../../audit/checkpoint-signer.ts';
import type { PublishedHead } from '../../audit/follow/published-head.ts';
import type { OpenedCosigning } from '../../cosigning/open-cosigning.ts';
import { NOTICES } from '../../hot-lists/notices.ts';
import { openApiDocument } from '../../http/openapi/document.ts';
import { OPENAPI_ROUTES } from '../../http/openapi/openapi-routes.ts';
import { isForPartners } from '../../http/openapi/part-for-partners.ts';
import { routerOf } from '../../http/routes/router-of.ts';
import { strictRouter } from '../../http/strict-router.ts';
import type { EnvelopeKeys } from '../../identity/jose/envelope-keys/envelope-keys.ts';
import { JWKS_ROUTES } from '../../identity/jose/envelope-keys/jwks-routes.ts';
import { protectedResourceRoutes } from '../../identity/protected-resource-routes.ts';
import { keptFor } from '../../oversight/transparency/kept-for.ts';
import { readTransparency } from '../../oversight/transparency/read-transparency.ts';
import { TRANSPARENCY_ROUTES } from '../../oversight/transparency/transparency-routes.ts';
import { DOCS_ROUTES } from '../../pages/docs/docs-routes.ts';
import { openDocs } from '../../pages/docs/open-docs.tsx';
import { pictureRoutes } from '../../pages/docs/pictures.tsx';
import { startPage } from '../../pages/start-page.ts';
import { START_PAGE_ROUTES } from '../../pages/start-page-routes.ts';
import { TRANSPARENCY_PAGE_ROUTES } from '../../pages/transparency/transparency-page-routes.ts';
import { VERIFY_PAGE_ROUTES, type VerifyPageDeps } from '../../pages/verify/verify-page-routes.ts';
import { EVALUATION_METADATA_ROUTES } from '../../query/evaluation-routes.ts';
import { listedPurposes, PURPOSE_ROUTES } from '../../query/purpose-routes.ts';
import type { Config } from '../../settings/config.ts';
import { METRICS_ROUTES, type MetricsDeps } from '../metrics/metrics-routes.ts';
import { HEALTH_ROUTES, type HealthDeps } from './health-routes.ts';
import { logRoutes } from './log-routes.ts';
import { OPERATIONS } from './operations.ts';

export interface PublicDeps extends HealthDeps, MetricsDeps, VerifyPageDeps {
  readonly pool: Pool;
  readonly signer: CheckpointSigner;
  readonly published: PublishedHead;
  readonly cosigned: OpenedCosigning;
  readonly envelopeKeys: EnvelopeKeys;
  readonly identity: Omit<Parameters<typeof protectedResourceRoutes>[0], 'alpr'>;
  readonly now: () => number;
  readonly log: { error(fields: object, message: string): void };
  readonly config: Pick<
    Config,
    'contact' | 'logEntryDelayMs' | 'owner' | 'publicUrl' | 'retentionDays' | 'warrantAfterHours'
  >;
}

/** The greatest age of what the public is told, in milliseconds. */
const KEPT_FOR = 60_000;

export interface PublicRoutes {
  readonly everybody: readonly Router[];
  /** The routes at the owner's people's own port: whether it is alive, how to sign in, what pages link to. */
  readonly administrators: readonly Router[];
  /** The route to what others need to know of this gateway, which a page shows too. */
  readonly metadata: Router;
}

export function publicRoutes(deps: PublicDeps): PublicRoutes {
  const { config, cosigned, identity, log, pool, published, signer } = deps;
  const alpr = { ori: config.owner, logKey: signer.vkey, retentionDays: config.retentionDays };
  const describe = (operations: typeof OPERATIONS) =>
    openApiDocument(operations, NOTICES, config.publicUrl, config.contact);
  const document = describe(OPERATIONS);
  const tell = keptFor(KEPT_FOR, () =>
    readTransparency({ ...config, cosigned, pool, signer, log: published }),
  );
  const metadata = protectedResourceRoutes({ ...identity, alpr });
  const both = [
    routerOf(HEALTH_ROUTES, deps),
    routerOf(METRICS_ROUTES, deps),
    routerOf(OPENAPI_ROUTES, {
      document: Buffer.from(JSON.stringify(document)),
      forPartners: Buffer.from(JSON.stringify(describe(OPERATIONS.filter(isForPartners)))),
    }),
    metadata,
    routerOf(TRANSPARENCY_PAGE_ROUTES, { tell, log }),
    routerOf(TRANSPARENCY_ROUTES, { tell, publicUrl: config.publicUrl }),
    routerOf(DOCS_ROUTES, { docs: openDocs({ document, operations: OPERATIONS }) }),
    pictureRoutes(),
    routerOf(START_PAGE_ROUTES, { startPage: Buffer.from(startPage(config)) }),
  ];
  const everybody = [
    logRoutes({ pool, signer, cosigned, published, entryDelay: config.logEntryDelayMs }),
    ...both,
    routerOf(JWKS_ROUTES, deps),
    routerOf(PURPOSE_ROUTES, { purposes: listedPurposes(config) }),
    routerOf(EVALUATION_METADATA_ROUTES, config),
    routerOf(VERIFY_PAGE_ROUTES, deps),
  ];
  return { everybody, administrators: [...both, whereTheLogIs(config)], metadata };
}

/** Redirects the page that verifies to the public address: only there is the log beside it. */
function whereTheLogIs({ publicUrl }: Pick<Config, 'publicUrl'>): Router {
  const router = strictRouter();
  router.get('/verify', (_, response) => response.redirect(303, `${publicUrl}/verify`));
  return router;
}

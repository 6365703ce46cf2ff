/** Protected resource metadata (RFC 9728): how to get and bind a token for the gateway. */
import type { Router } from 'express';
import { TOKEN_ALGORITHMS } from '../http/challenge.ts';
import { json, type Route, route } from '../http/routes/route.ts';
import { routerOf } from '../http/routes/router-of.ts';
import { count, flag, list, object, type TypeOf, text } from '../http/schemas/shapes.ts';
import type { Identity } from './create-identity.ts';

interface ResourceDeps
  extends Pick<Identity, 'resource' | 'metadataUrl' | 'certificateHeader' | 'registrations'> {
  readonly alpr: {
    /** The owner's ORI. */
    readonly ori: string;
    /** The verifier key of its log (C2SP signed-note). */
    readonly logKey: string;
    readonly retentionDays: number;
  };
}

const PATH = '/.well-known/oauth-protected-resource';

const shownMetadata = object(
  {
    resource: text,
    authorization_servers: list(text),
    jwks_uri: text,
    scopes_supported: list(text),
    bearer_methods_supported: list(text),
    resource_name: text,
    dpop_signing_alg_values_supported: list(text),
    dpop_bound_access_tokens_required: flag,
    tls_client_certificate_bound_access_tokens: flag,
    // What another gateway needs to know of this one. The members of a query that not every version takes:
    alpr_request: list(text),
    alpr_ori: text,
    alpr_log_key: text,
    // The address below which the log is served (C2SP tlog-tiles).
    alpr_log: text,
    alpr_retention_days: count,
    // The address of the usage policy, as people read it.
    alpr_policy: text,
  },
  'authorization_servers',
);

export const RESOURCE_ROUTES: readonly Route<ResourceDeps>[] = [
  route(
    {
      method: 'get',
      path: PATH,
      id: 'readResourceMetadata',
      summary: 'How to get a token (RFC 9728).',
      answers: {
        200: json("Metadata; of the issuers only the owner's own are named.", {
          $id: 'ResourceMetadata',
          ...shownMetadata,
        }),
      },
    },
    (_request, response, deps: ResourceDeps) => {
      // Kept for a short time only, since an issuer that was removed must not be asked any more.
      response.set('Cache-Control', 'public, max-age=300').json(metadataOf(deps));
    },
  ),
];

/** A resource whose URL has a path is asked for at another one, too (RFC 9728 §3.1). */
export function protectedResourceRoutes(deps: ResourceDeps): Router {
  const mountedAt = [...new Set([PATH, new URL(deps.metadataUrl).pathname])];
  return routerOf(
    RESOURCE_ROUTES.map((one) => ({ ...one, mountedAt })),
    deps,
  );
}

/**
 * Of the trusted issuers only the owner's own are listed (RFC 9728 §2 lets a resource leave some out): those of partners
 * would tell which agencies take part, and a partner knows its own.
 */
function metadataOf({
  alpr,
  resource,
  certificateHeader,
  registrations,
}: ResourceDeps): TypeOf<typeof shownMetadata> {
  const certificates = certificateHeader !== null;
  const issuers = registrations.ownIssuers();
  return {
    resource,
    jwks_uri: `${resource}/.well-known/jwks.json`,
    scopes_supported: ['alpr.query', 'alpr.admin', 'alpr.records', 'alpr.ask'],
    bearer_methods_supported: ['header'],
    resource_name: 'ALPR sharing gateway',
    dpop_signing_alg_values_supported: [...TOKEN_ALGORITHMS],
    dpop_bound_access_tokens_required: !certificates,
    tls_client_certificate_bound_access_tokens: certificates,
    alpr_request: ['asker', 'incident'],
    alpr_ori: alpr.ori,
    alpr_log_key: alpr.logKey,
    alpr_log: `${resource}/log`,
    alpr_retention_days: alpr.retentionDays,
    alpr_policy: `${resource}/transparency`,
    // RFC 9728 §2: a member without a value is left out.
    ...(issuers.length === 0 ? {} : { authorization_servers: issuers }),
  };
}

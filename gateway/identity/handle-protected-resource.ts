/** Protected resource metadata (RFC 9728): how to get and bind a token for the gateway. */
import type { Router } from 'express';
import { strictRouter } from '../http/strict-router.ts';
import { TOKEN_ALGORITHMS } from './challenge.ts';
import type { Identity } from './create-identity.ts';

/** Trusted issuers are not listed: they would tell which agencies take part. A partner knows its own issuer. */
export function protectedResourceRoutes(
  identity: Pick<Identity, 'resource' | 'metadataUrl' | 'certificateHeader'>,
): Router {
  const { resource, metadataUrl, certificateHeader } = identity;
  const certificates = certificateHeader !== null;
  const metadata = {
    resource,
    jwks_uri: `${resource}/.well-known/jwks.json`,
    scopes_supported: ['alpr.query', 'alpr.admin'],
    bearer_methods_supported: ['header'],
    resource_name: 'ALPR sharing gateway',
    dpop_signing_alg_values_supported: [...TOKEN_ALGORITHMS],
    dpop_bound_access_tokens_required: !certificates,
    tls_client_certificate_bound_access_tokens: certificates,
  };
  const router = strictRouter();
  const paths = new Set(['/.well-known/oauth-protected-resource', new URL(metadataUrl).pathname]);
  router.get([...paths], (_, response) => {
    response.set('Cache-Control', 'public, max-age=3600').json(metadata);
  });
  return router;
}

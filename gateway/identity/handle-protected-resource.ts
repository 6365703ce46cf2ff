/** Protected resource metadata (RFC 9728): how to get and bind a token for the gateway. */
import type { Router } from 'express';
import { TOKEN_ALGORITHMS } from '../http/challenge.ts';
import { strictRouter } from '../http/strict-router.ts';
import type { Identity } from './create-identity.ts';

/**
 * Of the trusted issuers only the owner's own are listed (RFC 9728 §2 lets a resource leave some out): those of partners
 * would tell which agencies take part, and a partner knows its own.
 */
export function protectedResourceRoutes(
  identity: Pick<Identity, 'resource' | 'metadataUrl' | 'certificateHeader' | 'registrations'>,
): Router {
  const { resource, metadataUrl, certificateHeader, registrations } = identity;
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
    const issuers = registrations.ownIssuers();
    // RFC 9728 §2: a member without a value is left out.
    const servers = issuers.length === 0 ? {} : { authorization_servers: issuers };
    // Kept for a short time only, since an issuer that was removed must not be asked any more.
    response.set('Cache-Control', 'public, max-age=300').json({ ...metadata, ...servers });
  });
  return router;
}

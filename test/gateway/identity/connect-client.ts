/** A client of the demo's issuer, connected to the node with openid-client. */
import { connectAs, type GatewayClient } from '../../../gateway/cli/client/http-client.ts';
import type { IdentityFixture } from './identity-fixture.ts';

export function connectClient(
  { issuer, clientKeys, node }: IdentityFixture,
  clientId: string,
  scope = 'alpr.query',
): Promise<GatewayClient> {
  const privateJwk = { ...clientKeys[clientId] };
  return connectAs({ issuer: issuer.issuer, clientId, privateJwk, scope, resource: node.url }, node.url);
}

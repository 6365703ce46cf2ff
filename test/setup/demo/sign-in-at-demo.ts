/** Signs in at the demo's issuer as one of its clients (RFC 7523, RFC 9449), for requests that a test sends by itself. */
import { randomUUID } from 'node:crypto';
import type { ClientsFile } from '../../../gateway/cli/client/connect.ts';
import { type Asker, createProofKey } from '../asker.ts';
import { makeJws, seconds } from '../mint.ts';

/** Ms that the issuer may take to answer. */
const PATIENCE = 30_000;

/** @param key to which its token is bound; default: a new one */
export async function signInAtDemo(file: ClientsFile, name: string, key = createProofKey()): Promise<Asker> {
  const known = file.clients.find((client) => client.name === name);
  if (known === undefined) throw new Error(`the demo has no client \`${name}\``);
  const { clientId, ori, privateJwk, scope } = known;
  const metadata = await (
    await fetch(`${file.issuer}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(PATIENCE) })
  ).json();
  const tokenUrl = (metadata as { token_endpoint: string }).token_endpoint;
  const assertion = makeJws(
    { alg: 'ES256', kid: privateJwk.kid },
    {
      iss: clientId,
      sub: clientId,
      aud: file.issuer,
      iat: seconds(),
      exp: seconds() + 60,
      jti: randomUUID(),
    },
    privateJwk,
  );
  const response = await fetch(tokenUrl, {
    method: 'POST',
    signal: AbortSignal.timeout(PATIENCE),
    headers: { DPoP: key.prove('POST', tokenUrl) },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope,
      resource: file.resource,
      client_id: clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
  const { access_token: token, ...problem } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`no token for \`${name}\`: ${JSON.stringify(problem)}`);
  return { ori, token, proof: (method, path) => key.prove(method, file.gateway + path, token) };
}

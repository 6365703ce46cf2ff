/** A partner's gateway and its issuer, on a port of this machine: what it answers is up to the test. */
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Served, serveOnLoopback } from '../../../setup/serve-on-loopback.ts';
import { clientOf, type TestPeer } from './serve-asks.ts';

const METADATA = { alpr_request: ['asker', 'incident'] };

/** @param dataDir of the gateway that asks: the credentials for this one are kept there, as its operator would */
export async function servePartner(peer: TestPeer, dataDir: string): Promise<Served> {
  const client = clientOf(peer);
  // A repeat gets the answer that was given.
  const given = new Map<string, ReturnType<typeof client.request>>();
  const served = await serveOnLoopback(async (request, response) => {
    const path = request.url ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    const issuer = served.url;
    if (path.includes('oauth-protected-resource')) return void send(200, METADATA);
    if (path.includes('/.well-known/')) return void send(200, { issuer, token_endpoint: `${issuer}/token` });
    if (path === '/token')
      return void send(200, { access_token: 'one', token_type: 'DPoP', expires_in: 600 });
    const key = String(request.headers['idempotency-key'] ?? path);
    const headers = { 'Idempotency-Key': key, traceparent: String(request.headers.traceparent ?? '') };
    const answer =
      given.get(key) ??
      client.request(request.method ?? 'GET', path, text === '' ? undefined : text, headers);
    given.set(key, answer);
    const { body, status } = await answer;
    send(status, body);
  });
  const privateJwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const credentials = {
    ...{ gateway: served.url, issuer: served.url, clientId: 'ours', privateJwk },
    resource: `https://${peer.ori.toLowerCase()}.test`,
  };
  const directory = join(dataDir, 'secrets', 'gateways');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `${peer.ori.toLowerCase()}.json`);
  writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
  chmodSync(file, 0o600);
  return served;
}

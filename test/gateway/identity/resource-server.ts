/** A node as `authenticate` sees it: real HTTP, real registry, real problem documents; it answers who asked. */
import { createServer, type Server, request as send } from 'node:http';
import express from 'express';
import type pg from 'pg';
import { proofReplayed } from '../../../gateway/http/challenge.ts';
import { sendProblem } from '../../../gateway/http/problem.ts';
import { recordRequests } from '../../../gateway/http/record-requests.ts';
import {
  createIdentity,
  type Identity,
  type IdentityOptions,
} from '../../../gateway/identity/create-identity.ts';
import { claimProof } from '../../../gateway/identity/proofs/proofs-store.ts';
import { protectedResourceRoutes } from '../../../gateway/identity/protected-resource-routes.ts';
import { authenticate } from '../../../gateway/sign-in/authenticate.ts';
import { OWNER } from './cast.ts';

export interface Answer {
  readonly status: number;
  readonly challenge: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface ResourceServer {
  readonly url: string;
  readonly identity: Identity;
  /** What the node's access log has, a line a request. */
  readonly accessLog: readonly Readonly<Record<string, unknown>>[];
  /** @param headers as on the wire: repeated names are sent repeatedly */
  ask(method: string, path: string, headers: readonly (readonly [string, string])[]): Promise<Answer>;
  stop(): Promise<void>;
}

/** What it tells other gateways. */
export const ALPR = { ori: OWNER, logKey: 'log.test/alpr+00000000+AAAA', retentionDays: 30 };

export async function listenAnywhere(): Promise<{ server: Server; url: string }> {
  const server = createServer({ maxHeaderSize: 64 * 1024 });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as { port: number }).port}` };
}

/** @param options `resource` defaults to the server's own URL */
export async function startResourceServer(
  pool: pg.Pool,
  { server, url }: { server: Server; url: string },
  options: Partial<IdentityOptions> = {},
): Promise<ResourceServer> {
  const identity = await createIdentity({
    pool,
    resource: url,
    certificateHeader: null,
    isTrustedProxy: () => false,
    longestLife: 3_600,
    nonceKey: Buffer.alloc(32, 1),
    now: Date.now,
    onKeysMissing: () => undefined,
    ...options,
  });
  const app = express();
  app.use(protectedResourceRoutes({ ...identity, alpr: ALPR }));
  app.all('/v1/*rest', async (request, response) => {
    const scope = request.path.startsWith('/v1/queries') ? 'alpr.query' : 'alpr.admin';
    const { subject, proof, keyThumbprint } = await authenticate(request, { identity }, scope);
    if (proof !== null && !(await claimProof(pool, proof))) throw proofReplayed();
    response.json({ subject, keyThumbprint });
  });
  app.use(sendProblem({ log: { error: () => undefined } }));
  const accessLog: Record<string, unknown>[] = [];
  const log = { isLevelEnabled: () => true, info: (line: object) => void accessLog.push({ ...line }) };
  server.on('request', recordRequests(app, { log, count: () => undefined }));
  return {
    url,
    identity,
    accessLog,
    ask: (method, path, headers) => ask(url, method, path, headers),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function ask(
  url: string,
  method: string,
  path: string,
  headers: readonly (readonly [string, string])[],
): Promise<Answer> {
  const { host, hostname, port } = new URL(url);
  return new Promise((done, fail) => {
    const flat = [['Host', host], ['Connection', 'close'], ...headers].flat() as string[];
    // Typed as an object only; an array goes to the wire as it is, repeated names included.
    const options = { hostname, port, path, method, headers: flat as unknown as Record<string, string> };
    send(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          challenge: String(response.headers['www-authenticate'] ?? ''),
          headers: response.headers,
          text,
        }),
      );
    })
      .once('error', fail)
      .end();
  });
}

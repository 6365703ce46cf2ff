/**
 * Stands in the place of a node that does not run, and asks it through PUBLIC_URL: what arrives, and when its answer
 * does, shows what the proxy in front does.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';

export interface Arrived {
  readonly headers: IncomingHttpHeaders;
  /** The other end of the connection. */
  readonly from: string | undefined;
  /** True if the first half of the answer came before the second was sent. */
  readonly atOnce: boolean;
}

export interface StandIn {
  /**
   * Sends these headers through the address. Resolves to null if something else answers there.
   * @throws the fault of the connection
   */
  ask(publicUrl: string, headers: Readonly<Record<string, string>>): Promise<Arrived | null>;
  close(): void;
}

/** Milliseconds between the halves of the answer. */
const PAUSE = 600;
const LONGEST = 10_000;
/** Behind one address there may be more nodes, which answer as well. */
const ATTEMPTS = 8;

/** @returns null if the port is taken: a node runs there */
export async function openStandIn(host: string, port: number): Promise<StandIn | null> {
  const path = `/.well-known/alpr-doctor-${randomBytes(12).toString('hex')}`;
  let arrived: Pick<Arrived, 'headers' | 'from'> | null = null;
  const answer: RequestListener = (request, response) => {
    if (!request.url?.endsWith(path)) {
      response.writeHead(503, { 'Retry-After': '5' }).end();
      return;
    }
    arrived = { headers: request.headers, from: request.socket.remoteAddress };
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' }).write('first\n');
    setTimeout(() => response.end('second\n'), PAUSE);
  };
  const server = createServer(answer).listen(port, host);
  const listens = await once(server, 'listening').then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return false;
      throw error;
    },
  );
  if (!listens) return null;
  const askOnce = async (url: string, headers: Readonly<Record<string, string>>) => {
    arrived = null;
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(LONGEST) });
    const began = performance.now();
    let first: number | null = null;
    for await (const _ of response.body ?? []) first ??= performance.now();
    const lasted = performance.now() - (first ?? began);
    return arrived === null ? null : { ...(arrived as Arrived), atOnce: lasted > PAUSE / 2 };
  };
  return {
    ask: async (publicUrl, headers) => {
      for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
        const found = await askOnce(publicUrl + path, headers);
        if (found !== null) return found;
      }
      return askOnce(publicUrl + path, headers);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

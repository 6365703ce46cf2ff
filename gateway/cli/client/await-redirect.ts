/** Receives the browser after a sign-in, on a port of this machine, for one answer (RFC 8252 §7.3). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Redirect {
  /** The address to register without its port: `http://127.0.0.1/callback`. */
  readonly uri: string;
  /** Resolves once to the address that the browser was sent to. @throws Error if nobody signs in in time */
  readonly answered: Promise<URL>;
  close(): void;
}

/** Milliseconds. */
const PATIENCE = 10 * 60_000;
const PATH = '/callback';
const PAGE =
  '<!doctype html><title>Signed in</title><p>You may close this page and go back to the terminal.</p>';

/** @param state answers without it come from somebody else and are ignored */
export async function awaitRedirect(state: string): Promise<Redirect> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  const answered = new Promise<URL>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('nobody signed in within ten minutes')), PATIENCE);
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', uri);
      const isOurs =
        request.method === 'GET' && url.pathname === PATH && url.searchParams.get('state') === state;
      response.setHeader('Connection', 'close');
      if (!isOurs) {
        response.writeHead(404).end();
        return;
      }
      clearTimeout(late);
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Content-Security-Policy', "default-src 'none'");
      response.end(PAGE, () => resolve(url));
    });
    server.once('close', () => clearTimeout(late));
  });
  return { uri, answered, close };
}

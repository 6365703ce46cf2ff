/** An HTTP server with the limits that slow and malformed clients meet, and an end that loses nothing accepted. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  readonly port: number;
  /** Sets what answers from now on; before, every request is answered 503. */
  answerWith(listener: RequestListener): void;
  /** Takes no new connection, waits for answers under way up to `patience` ms, then closes what is left. */
  close(patience: number): Promise<void>;
}

const NOT_YET = JSON.stringify({
  type: 'urn:alpr-sharing:problem:unavailable',
  title: 'Unavailable',
  status: 503,
  detail: 'the gateway is starting; ask again',
});

/** @throws Error naming the port if it is taken. */
export async function listen(host: string, port: number): Promise<Listening> {
  let answer: RequestListener = (_request, response) => {
    response.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '1' }).end(NOT_YET);
  };
  const server = createServer(
    {
      // A client that dribbles its request is cut (slow loris); ours need a few kilobytes at once.
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
      requireHostHeader: true,
      insecureHTTPParser: false,
    },
    (request, response) => answer(request, response),
  );
  server.maxHeadersCount = 64;
  await bind(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    answerWith: (listener) => {
      answer = listener;
    },
    close: (patience) => stop(server, patience),
  };
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'is taken: set PORT to another, or 0 for any free one' : error.message;
      reject(new Error(`port ${port} on ${host} ${why}`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

function stop(server: Server, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(impatient);
      resolve();
    });
    server.closeIdleConnections();
  });
}

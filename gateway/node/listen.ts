/** Runs an HTTP server that limits slow and malformed clients, and loses nothing accepted when it ends. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { addressBehindProxies } from '../http/asker-address.ts';
import { type ConnectionLimits, Connections, isStranger } from '../http/connections.ts';
import { malformedHead } from '../http/malformed-head.ts';
import { type ServedMessages, servedMessages } from '../http/served-messages.ts';
import type { IsTrustedProxy } from '../http/trusted-proxies.ts';
import { continueInTurn } from '../sign-in/continue-in-turn.ts';
import { Turns } from '../sign-in/turns.ts';

export interface Listening {
  readonly port: number;
  readonly messages: ServedMessages;
  /**
   * Sets what answers from now on, and how strangers are told. Earlier requests wait, up to `LIMITS.opening`
   * milliseconds, since a proxy cannot resend them to another node.
   */
  answerWith(listener: RequestListener, strangers?: TellStrangers): void;
  /**
   * Takes no new connections, waits up to `patience` ms for answers under way, then closes the rest. Keeps
   * idle connections of trusted proxies for `LIMITS.proxyIdle` ms: a proxy may be sending a request on one at
   * this moment.
   */
  close(patience: number): Promise<void>;
}

/** Tells a server who is a stranger before it has read the request's body. */
export interface TellStrangers {
  /** True for a proxy, whose connections belong to many clients. */
  readonly isTrustedProxy: IsTrustedProxy;
  /** True if the request brings a token that was good before. */
  readonly isKnown: (request: IncomingMessage) => boolean;
}

/** Limits for slow and greedy clients, in milliseconds except counts; our clients send a few kilobytes. */
export interface HttpLimits extends ConnectionLimits {
  /** The time from the first byte of a request to the end of its headers. */
  readonly headers: number;
  /** The time from the first byte of a request to its last (slow loris, slow post). */
  readonly request: number;
  /** The idle time between two requests. */
  readonly keepAlive: number;
  /** The time that a request waits for the node to open. */
  readonly opening: number;
  /** The time for which a stopping node keeps proxies' idle connections: longer than a proxy keeps them. */
  readonly proxyIdle: number;
}

export const LIMITS: HttpLimits = {
  headers: 10_000,
  request: 15_000,
  stalled: 30_000,
  unread: 10_000,
  keepAlive: 65_000,
  opening: 8_000,
  proxyIdle: 3_000,
  connections: 4_096,
  perAddress: 256,
  perClient: 128,
  pipelined: 8,
};

const PROBLEM = { 'Content-Type': 'application/problem+json' };

const NOT_YET = JSON.stringify({
  type: 'urn:alpr-sharing:problem:unavailable',
  title: 'Unavailable',
  status: 503,
  detail: 'the gateway is starting; ask again',
});

/** @param setting the name of the one that gives the port @throws Error naming the port if it is taken */
export async function listen(
  host: string,
  port: number,
  limits: HttpLimits = LIMITS,
  setting = 'PORT',
): Promise<Listening> {
  const opening = untilOpened(limits.opening);
  let answer = opening.wait;
  const messages = servedMessages();
  const connections = new Connections(limits);
  const turns = new Turns();
  let isKnown: TellStrangers['isKnown'] = () => false;
  const serve: RequestListener = (request, response) => {
    // A client must not send its next request into a closed connection while the node stops.
    if (!server.listening) response.setHeader('Connection', 'close');
    const malformed = malformedHead(request);
    if (malformed === null) return answer(request, response);
    const problem = { type: 'urn:alpr-sharing:problem:malformed', ...malformed };
    response.setHeader('Connection', 'close');
    response.writeHead(malformed.status, PROBLEM).end(JSON.stringify(problem));
  };
  const bounded =
    (serving: RequestListener): RequestListener =>
    (request, response) => {
      if (!connections.mayBeAnswered(request, response)) return;
      const { socket } = request;
      if (!isStranger(socket) || isKnown(request)) return serving(request, response);
      turns.add(addressBehindProxies(request, connections.isTrustedProxy), () => {
        if (!socket.destroyed) serving(request, response);
      });
    };
  const server = createServer({
    ...messages,
    headersTimeout: limits.headers,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.keepAlive,
    // Node checks for late clients at this interval; its default is only twice a minute.
    connectionsCheckingInterval: Math.min(1_000, limits.headers),
    maxHeaderSize: 16 * 1024,
    requireHostHeader: true,
    insecureHTTPParser: false,
  });
  server.on('connection', (socket) => connections.take(socket));
  server.on('request', bounded(serve));
  server.on('checkContinue', bounded(continueInTurn(serve)));
  // A client that has sent everything may close its side. Node would then end the connection even with a
  // committed answer under way; with this it ends after the last answer, or at once if none is due.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.maxHeadersCount = 0;
  server.setTimeout(limits.stalled);
  await bind(server, host, port, setting);
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    answerWith: (listener, strangers) => {
      answer = listener;
      if (strangers !== undefined) {
        connections.isTrustedProxy = strangers.isTrustedProxy;
        isKnown = strangers.isKnown;
      }
      opening.end(listener);
    },
    close: async (patience) => {
      opening.end(answerNotYet);
      await stop(server, patience, () => (connections.haveProxies() ? limits.proxyIdle : 0));
    },
  };
}

const answerNotYet: RequestListener = (_request, response) => {
  response.writeHead(503, { ...PROBLEM, 'Retry-After': '1' }).end(NOT_YET);
};

/** Lets requests that come too early wait, each for up to `longest` milliseconds. */
function untilOpened(longest: number): { wait: RequestListener; end(listener: RequestListener): void } {
  const waiting = new Set<(listener: RequestListener) => void>();
  return {
    wait: (request, response) => {
      const answered = (listener: RequestListener) => {
        clearTimeout(late);
        waiting.delete(answered);
        if (!response.destroyed) listener(request, response);
      };
      const late = setTimeout(() => answered(answerNotYet), longest);
      waiting.add(answered);
    },
    end: (listener) => {
      for (const answered of [...waiting]) answered(listener);
    },
  };
}

/** Milliseconds between checks for idle connections while stopping. */
const SWEEP = 50;

function bind(server: Server, host: string, port: number, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? `is taken: set ${setting} to another, or 0 for any free one`
          : error.message;
      reject(new Error(`port ${port} on ${host} ${why}`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

/** Closes only the port: Node's own `close` also ends idle connections, which may have a request coming. */
const closePort = NetServer.prototype.close;

function stop(server: Server, patience: number, idleFor: () => number): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), patience);
    const began = performance.now();
    // A connection is idle once its answer is out; it need not wait for its keep-alive to end.
    const sweep = setInterval(() => {
      if (performance.now() - began >= Math.min(idleFor(), patience)) server.closeIdleConnections();
    }, SWEEP);
    closePort.call(server, () => {
      clearTimeout(impatient);
      clearInterval(sweep);
      // Nothing is open any more; this ends the server's own timer for late clients.
      server.close();
      resolve();
    });
    if (idleFor() === 0) server.closeIdleConnections();
  });
}

/** A partner's side on loopback: takes signed deliveries, and serves lists. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** The key file of the gateways under test, and the salt of the partner's endpoint. */
export const ENDPOINT_KEY = Buffer.alloc(32, 5);
export const SALT = Buffer.alloc(32, 6);

export interface Received {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of several shapes, checked by the tests
  readonly body: any;
}

export interface PartnerServer {
  readonly url: string;
  /** Deliveries that were answered 204, with valid signatures. */
  readonly received: Received[];
  /** When each delivery began to arrive, ms of `performance.now()`. */
  readonly begun: number[];
  /** How the next deliveries are answered; then 204. */
  readonly statuses: number[];
  /** Called while a delivery waits for its answer. */
  onDelivery: (() => Promise<void>) | null;
  /** Checks the signatures; none is good before it is set. */
  secret: string;
  /** What a GET is answered with. */
  serve: (request: IncomingMessage, response: ServerResponse) => void;
  close(): void;
}

export async function startPartner(): Promise<PartnerServer> {
  const server = createServer((request, response) => {
    if (request.method === 'GET') return partner.serve(request, response);
    partner.begun.push(performance.now());
    void take(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const partner: PartnerServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    begun: [],
    statuses: [],
    onDelivery: null,
    secret: '',
    serve: (_, response) => response.writeHead(404).end(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = new Webhook(partner.secret).verify(text, request.headers as Record<string, string>);
    await partner.onDelivery?.();
    const status = partner.statuses.shift() ?? 204;
    if (status === 204) partner.received.push({ id: String(request.headers['webhook-id']), body });
    response.writeHead(status).end();
  }
  return partner;
}

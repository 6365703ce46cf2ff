/** Webhooks go over TLS: a revoke cuts the connection that lies under it. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { postSigned } from '../../../gateway/jobs/post-signed.ts';
import type { Release } from '../../../gateway/release/commit/commit-releases.ts';
import { InFlight, type ResponseInFlight } from '../../../gateway/release/lease/in-flight.ts';
import { standingLease } from '../../setup/database/standing-lease.ts';
import { OTHER_NAME, RECEIVER } from './receiver-certificates.ts';

const [AGENCY, OTHER] = [1, 2];
const EPOCH = 5;
/** Far more than two kernels' buffers hold. */
const HUGE = 32 * 1024 * 1024;

let inFlight: InFlight;
let server: Server;
/** The body as far as it came. */
let received: number;
let answers: boolean;
let reads: boolean;
/** Of the partner's side, in the order of their coming. */
let sockets: Socket[];
let requests: IncomingMessage[];

function read(request: IncomingMessage): void {
  request.on('data', (chunk) => (received += chunk.length));
}

async function receiver(certificate: typeof RECEIVER | typeof OTHER_NAME): Promise<void> {
  server = createServer(certificate, (request, response) => {
    requests.push(request.on('error', () => undefined));
    if (reads) read(request);
    if (answers) request.once('end', () => response.writeHead(204).end());
    server.emit('asked');
  });
  server.on('connection', (socket: Socket) => {
    sockets.push(socket.on('error', () => undefined));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

beforeEach(async () => {
  [received, answers, reads, sockets, requests] = [0, false, true, [], []];
  inFlight = new InFlight(standingLease());
  await receiver(RECEIVER);
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function post(inFlightResponse: ResponseInFlight, body: string): Promise<void> {
  const { port } = server.address() as AddressInfo;
  return postSigned({
    release: { epoch: EPOCH } as Release,
    inFlightResponse,
    endpoint: {
      url: `https://127.0.0.1:${port}/hook`,
      secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
    },
    id: 'hit_1',
    body,
    now: 1_800_000_000_000,
    policy: { allow: ['127.0.0.0/8'] },
    ca: RECEIVER.cert,
  });
}

test('a delivery within its right arrives whole, in many pieces', async () => {
  answers = true;
  await post(inFlight.enter(AGENCY), 'x'.repeat(100_000));
  expect(received).toBe(100_000);
});

test('a receiver whose certificate names another gets nothing', async () => {
  await new Promise((resolve) => server.close(resolve));
  await receiver(OTHER_NAME);
  await expect(post(inFlight.enter(AGENCY), 'secret')).rejects.toThrow('cannot be reached');
  expect(received).toBe(0);
});

test.each<[string, () => { drained: number; aborted: number }, number]>([
  ['a revoke', () => inFlight.setFence(AGENCY, EPOCH + 1), 1],
  ['a halt', () => inFlight.setFence(null, EPOCH + 1), 2],
  ['a lost lease', () => inFlight.stop(), 2],
])(
  '%s cuts a delivery whose receiver has the body and does not answer, and every other',
  async (_, end, cut) => {
    let others = 0;
    const sent = post(inFlight.enter(AGENCY), 'secret');
    inFlight.enter(OTHER).mayWrite(EPOCH, () => (others += 1));
    await once(server, 'asked');
    const over = once(sockets[0] as Socket, 'close');
    expect(end()).toEqual({ drained: cut, aborted: cut });
    expect(others).toBe(cut - 1);
    await expect(sent).rejects.toThrow('the right ended');
    await over;
    expect(inFlight.size).toBe(2 - cut);
  },
);

test('what a receiver has not read yet is thrown away with the connection', async () => {
  reads = false;
  const sent = post(inFlight.enter(AGENCY), 'x'.repeat(HUGE));
  await once(server, 'asked');
  inFlight.setFence(AGENCY, EPOCH + 1);
  await expect(sent).rejects.toThrow('the right ended');
  const request = requests[0] as IncomingMessage;
  const over = new Promise((resolve) => request.once('close', resolve));
  read(request);
  await over;
  expect(received).toBeLessThan(HUGE / 2);
});

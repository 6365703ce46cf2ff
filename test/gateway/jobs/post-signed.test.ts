/** Nothing of a webhook leaves once its right has ended, however late. */
import { once } from 'node:events';
import { OutgoingMessage } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { postSigned } from '../../../gateway/jobs/post-signed.ts';
import type { Release } from '../../../gateway/release/commit/commit-releases.ts';
import { InFlight, type ResponseInFlight } from '../../../gateway/release/lease/in-flight.ts';
import { LEASE_TTL, Lease } from '../../../gateway/release/lease/lease.ts';

const AGENCY = 1;
const EPOCH = 5;
const BODY = '{"hit":"secret"}';

let at: number;
let inFlight: InFlight;
let server: Server;
let received: string;
/** Resolves when the partner's side of the connection is over. */
let over: Promise<unknown>;

beforeEach(async () => {
  at = 0;
  received = '';
  const lease = new Lease({ monotonic: () => at, wall: () => at });
  lease.grant(1, lease.moment());
  inFlight = new InFlight(lease);
  server = createServer((socket) => {
    over = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (received.endsWith(BODY)) socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  jest.restoreAllMocks();
  await new Promise((resolve) => server.close(resolve));
});

function post(inFlightResponse: ResponseInFlight): Promise<void> {
  const { port } = server.address() as AddressInfo;
  return postSigned({
    release: { epoch: EPOCH } as Release,
    inFlightResponse,
    endpoint: {
      url: `http://127.0.0.1:${port}/hook`,
      secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
    },
    id: 'hit_1',
    body: BODY,
    now: 1_800_000_000_000,
    policy: { allow: ['127.0.0.0/8'] },
  });
}

/** As if the operating system had stopped the process in the middle. */
function whileGathered(happens: () => void): void {
  const { write } = OutgoingMessage.prototype;
  jest.spyOn(OutgoingMessage.prototype, 'write').mockImplementation(function (
    this: OutgoingMessage,
    ...piece: unknown[]
  ) {
    happens();
    return Reflect.apply(write, this, piece);
  });
}

test('a delivery within its right arrives whole, signed', async () => {
  await post(inFlight.enter(AGENCY));
  await over;
  expect(received).toMatch(/^POST \/hook HTTP\/1\.1\r\n.*webhook-signature: v1,/s);
});

test.each<[string, () => void]>([
  ['lease that runs out', () => (at += LEASE_TTL)],
  ['bar that rises', () => inFlight.setFence(AGENCY, EPOCH + 1)],
])(
  'a %s while head and body are gathered ends the connection, and the partner gets no byte',
  async (_, happens) => {
    const inFlightResponse = inFlight.enter(AGENCY);
    whileGathered(happens);
    await expect(post(inFlightResponse)).rejects.toThrow('the right ended');
    await over;
    expect(received).toBe('');
  },
);

import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { InFlight, type ResponseInFlight } from '../../../../gateway/release/lease/in-flight.ts';
import { LEASE_TTL, Lease } from '../../../../gateway/release/lease/lease.ts';

const AGENCY = 1;
const OTHER = 2;
/** Far more than any kernel buffers for a reader that does not read. */
const HUGE = 64 * 1024 * 1024;
/** With its head. */
const ONE_PIECE = 17_000;

let at: { monotonic: number; wall: number };
let lease: Lease;
let inFlight: InFlight;
let server: Server;
let responses: ServerResponse[];
let sockets: Socket[];

beforeEach(async () => {
  at = { monotonic: 0, wall: 0 };
  lease = new Lease({ monotonic: () => at.monotonic, wall: () => at.wall });
  lease.grant(1, lease.moment());
  inFlight = new InFlight(lease);
  responses = [];
  sockets = [];
  server = createServer((_request, response) => {
    responses.push(response);
    server.emit('answer');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A client that has sent `count` requests at once; resolves when the server has seen them. */
async function ask(
  count = 1,
  reading = true,
): Promise<{ socket: Socket; read: () => number; end: Promise<string> }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  let read = 0;
  let fault = 'closed';
  if (reading) socket.on('data', (chunk) => (read += chunk.length));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    fault = error.code as string;
  });
  const end = new Promise<string>((resolve) => socket.once('close', () => resolve(fault)));
  const wanted = responses.length + count;
  for (let i = 0; i < count; i += 1) socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  while (responses.length < wanted) await once(server, 'answer');
  return { socket, read: () => read, end };
}

const enter = (agencyId = AGENCY): ResponseInFlight => inFlight.enter(agencyId);
const newest = () => responses.at(-1) as ServerResponse;

describe('an answer on its way', () => {
  test('passages that leave in any order, and twice, take no other with them', async () => {
    const [first, second, third] = [enter(), enter(OTHER), enter()];
    first.leave();
    first.leave();
    expect(inFlight.size).toBe(2);
    expect(first.mayWrite(5, () => undefined)).toBe(false);
    expect([second, third].map((inFlightResponse) => inFlightResponse.mayWrite(5, () => undefined))).toEqual([
      true,
      true,
    ]);
    third.leave();
    expect(second.mayWrite(5, () => undefined)).toBe(true);
    second.leave();
    expect(inFlight.size).toBe(0);
  });

  test('it is written whole while lease and bar allow it, and not tracked any more', async () => {
    const client = await ask();
    const body = Buffer.alloc(100_000, 'x');
    newest().setHeader('Content-Length', body.length);
    expect(await enter().send(newest(), 5, body)).toBe(true);
    expect(inFlight.size).toBe(0);
    client.socket.end();
    await client.end;
    expect(client.read()).toBeGreaterThan(body.length);
  });

  test('a release older than the bar is refused with 503, and nothing of it was written', async () => {
    await ask();
    const inFlightResponse = enter();
    expect(inFlight.setFence(AGENCY, 9)).toEqual({ drained: 1, aborted: 0 });
    await expect(inFlightResponse.send(newest(), 8, Buffer.from('secret'))).rejects.toMatchObject({
      status: 503,
    });
    expect([newest().headersSent, inFlight.size]).toEqual([false, 0]);
  });

  test('a release of the epoch of the bar, or of another agency, is sent', async () => {
    inFlight.setFence(AGENCY, 9);
    await ask();
    expect(await enter().send(newest(), 9, Buffer.from('x'))).toBe(true);
    await ask();
    expect(await enter(OTHER).send(newest(), 3, Buffer.from('x'))).toBe(true);
  });

  test('a bar for everybody binds every agency', async () => {
    await ask();
    const inFlightResponse = enter(OTHER);
    inFlight.setFence(null, 9);
    await expect(inFlightResponse.send(newest(), 8, Buffer.from('x'))).rejects.toMatchObject({ status: 503 });
  });

  test('an answer that is being written is cut when its bar rises', async () => {
    const client = await ask(1, false);
    const sent = enter().send(newest(), 5, Buffer.alloc(HUGE));
    expect(inFlight.setFence(AGENCY, 6)).toEqual({ drained: 1, aborted: 1 });
    expect(await sent).toBe(false);
    client.socket.resume();
    await client.end;
    expect(client.read()).toBeLessThan(ONE_PIECE);
  });

  test('what cannot be cut ends the process, when all else has been cut', () => {
    let cut = 0;
    enter().mayWrite(5, () => {
      throw new Error('no TCP socket');
    });
    enter().mayWrite(5, () => (cut += 1));
    const later = jest.spyOn(process, 'nextTick').mockImplementation(() => undefined);
    const result = inFlight.setFence(AGENCY, 6);
    const [end] = later.mock.calls[0] as [() => void];
    later.mockRestore();
    expect([result, cut]).toEqual([{ drained: 2, aborted: 2 }, 1]);
    expect(end).toThrow('no TCP socket');
  });

  test('a bar that stands is not raised twice, nor counted twice', async () => {
    enter();
    expect([6, 6, 4].map((epoch) => inFlight.setFence(AGENCY, epoch).drained)).toEqual([1, 0, 0]);
  });

  test('the next piece is not written once the lease has run out', async () => {
    const client = await ask(1, false);
    const sent = enter().send(newest(), 5, Buffer.alloc(HUGE));
    at.monotonic += LEASE_TTL;
    client.socket.resume();
    expect(await sent).toBe(false);
    await client.end;
    expect(client.read()).toBeLessThan(ONE_PIECE);
  });

  test('a lease that runs out while head and piece are gathered ends the connection, and nothing is written', async () => {
    const client = await ask();
    const response = newest();
    const { write } = response;
    // As if the operating system had stopped the process in the middle.
    response.write = (...piece: unknown[]) => {
      at.monotonic += LEASE_TTL;
      return Reflect.apply(write, response, piece);
    };
    expect(await enter().send(response, 5, Buffer.from('secret'))).toBe(false);
    expect(await client.end).toBe('ECONNRESET');
    expect(client.read()).toBe(0);
  });

  test('what was committed under one generation is not sent under the next', async () => {
    await ask();
    const inFlightResponse = enter();
    lease.lose();
    lease.grant(2, lease.moment());
    await expect(inFlightResponse.send(newest(), 5, Buffer.from('x'))).rejects.toMatchObject({ status: 503 });
  });

  test('a pipelined answer waits for its turn where the bar can still reach it', async () => {
    const client = await ask(2);
    const [first, second] = responses as [ServerResponse, ServerResponse];
    const parked = enter().send(second, 5, Buffer.from('second'));
    inFlight.setFence(AGENCY, 6);
    first.end('first');
    await expect(parked).rejects.toMatchObject({ status: 503 });
    second.writeHead(503).end();
    client.socket.end();
    await client.end;
  });

  test('a client that has gone ends the inFlightResponse', async () => {
    const client = await ask();
    const gone = once(newest(), 'close');
    client.socket.destroy();
    await gone;
    expect(await enter().send(newest(), 5, Buffer.from('x'))).toBe(false);
    expect(inFlight.size).toBe(0);
  });

  test('nothing is begun by a node without a lease, which may have one again in a moment', () => {
    inFlight.stop();
    expect(() => enter()).toThrow('this node is not sure of its lease just now: nothing was done; ask again');
  });

  test('nothing is begun by a node that distrusts the log, and it says that it has stopped', () => {
    inFlight.distrust();
    expect(() => enter()).toThrow('this node has stopped and releases nothing');
  });
});

/** What nobody has signed takes little memory, whatever is sent, and never the memory of those who are known. */
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Router } from 'express';
import { Bodies } from '../../../../gateway/http/bodies/bodies.ts';
import { collectBody } from '../../../../gateway/http/bodies/collect-body.ts';
import { serveApp } from '../../../setup/serve-app.ts';
import type { Served } from '../../../setup/serve-on-loopback.ts';

const MIB = 1024 * 1024;
const LARGEST = 4 * MIB;

let served: Served;
let sockets: Socket[];

beforeEach(async () => {
  sockets = [];
  const bodies = new Bodies(({ headers }) => headers.authorization === 'known');
  const router = Router();
  router.post('/v1/any', async (request, response) => {
    response.json({ bytes: (await bodies.read(request, response, { limit: LARGEST })).length });
  });
  router.post('/v1/slow', async (request, response) => {
    const body = await collectBody(request, { limit: LARGEST, patience: 50, reserve: () => undefined });
    response.json({ bytes: body.length });
  });
  served = await serveApp({ intakeRoutes: [router], bodies });
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  served.close();
});

interface Sending {
  /** Of loopback. */
  readonly from?: string;
  readonly length?: number | 'chunked';
  readonly authorization?: string;
  readonly path?: string;
}

/** Sends the head of a request, and the body that is given; the answer is what comes first. */
function send(
  { authorization = '', from = '127.0.0.1', length = LARGEST, path = '/v1/any' }: Sending,
  body = '',
) {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(served.url).port), localAddress: from });
  sockets.push(socket);
  socket.on('error', () => undefined);
  const framing = length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: ${authorization}\r\n${framing}\r\n\r\n${body}`,
  );
  const answer = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(String(bytes))));
  return { answer, socket };
}

const statusOf = async (sent: { readonly answer: Promise<string> }) =>
  Number((await sent.answer).split(' ')[1]);

/** Resolves to a connection whose body fills the share of its address: of two such the other is refused. */
async function holdsItsShare(from: string): Promise<Socket> {
  const both = [send({ from }), send({ from })] as const;
  const refused = await Promise.race(both.map(async ({ answer }, i) => [await answer, i] as const));
  expect(refused[0]).toMatch(/^HTTP\/1\.1 429 /);
  return both[1 - refused[1]]?.socket as Socket;
}

describe('the bodies of strangers', () => {
  test('are refused beyond the share of an address before a byte has come, and it is said why and when to come again', async () => {
    await holdsItsShare('127.0.4.1');
    const refusal = await send({ from: '127.0.4.1' }).answer;
    expect(refusal).toMatch(/^HTTP\/1\.1 429 /);
    expect(refusal).toMatch(/^Retry-After: 1\r$/m);
    expect(refusal).toContain('come from here at one moment are larger than 4 MiB');
  });

  test('are refused with 503 when those of all addresses take what there is for them', async () => {
    for (let i = 1; i <= 8; i += 1) await holdsItsShare(`127.0.4.${i}`);
    const refusal = await send({ from: '127.0.5.1' }).answer;
    expect(refusal).toMatch(/^HTTP\/1\.1 503 /);
    expect(refusal).toMatch(/^Retry-After: 1\r$/m);
    expect(refusal).toContain('take all the memory that there is for them (32 MiB)');
  });

  test('take nothing from those who are known, nor from the small bodies that stop sharing', async () => {
    for (let i = 1; i <= 8; i += 1) await holdsItsShare(`127.0.4.${i}`);
    const large = 'x'.repeat(100_000);
    const known = send({ from: '127.0.4.1', authorization: 'known', length: large.length }, large);
    const small = send({ from: '127.0.4.1', length: 2 }, '{}');
    expect(await Promise.all([statusOf(known), statusOf(small)])).toEqual([200, 200]);
  });

  test('give the memory back when they are answered, and when the connection ends before', async () => {
    const held = await holdsItsShare('127.0.4.1');
    held.destroy();
    let status = 429;
    while (status === 429) status = await statusOf(send({ from: '127.0.4.1' }, 'x'.repeat(LARGEST)));
    expect(status).toBe(200);
    expect(await statusOf(send({ from: '127.0.4.1' }, 'x'.repeat(LARGEST)))).toBe(200);
  });

  test('are counted as they come where their length is not told', async () => {
    await holdsItsShare('127.0.4.1');
    const { answer } = send(
      { from: '127.0.4.1', length: 'chunked' },
      `64\r\n${'x'.repeat(100)}\r\n`.repeat(200),
    );
    expect(await answer).toMatch(/^HTTP\/1\.1 429 /);
  });

  test('that come in chunks arrive as they were sent', async () => {
    const chunk = `64\r\n${'x'.repeat(100)}\r\n`;
    const { answer } = send({ length: 'chunked' }, `${chunk.repeat(1_000)}0\r\n\r\n`);
    expect(await answer).toContain('{"bytes":100000}');
  });

  test('that come byte by byte are refused before many have come: each takes as long as a small request', async () => {
    const { answer } = send({ length: 'chunked' }, '1\r\nx\r\n'.repeat(1_000));
    const refusal = await answer;
    expect(refusal).toMatch(/^HTTP\/1\.1 400 /);
    expect(refusal).toMatch(/^Connection: close\r$/m);
    expect(refusal).toContain('too many small chunks: send at least 64 bytes in each');
  });

  test('that do not arrive in time are refused with 408, and the connection is closed', async () => {
    const refusal = await send({ path: '/v1/slow', length: 10 }, 'x').answer;
    expect(refusal).toMatch(/^HTTP\/1\.1 408 /);
    expect(refusal).toMatch(/^Connection: close\r$/m);
    expect(refusal).toContain('the body did not arrive within 0.05 seconds');
  });

  test('that are larger than any may be are refused with 413, whether or not the length is told', async () => {
    const told = send({ length: LARGEST + 1 });
    const untold = send({ length: 'chunked' }, `${(LARGEST + 1).toString(16)}\r\n${'x'.repeat(LARGEST + 1)}`);
    expect([await statusOf(told), await statusOf(untold)]).toEqual([413, 413]);
  });
});

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callGuarded } from '../../../gateway/jobs/call-guarded.ts';
import { guardedFetch } from '../../../gateway/jobs/guarded-fetch.ts';

const policy = { allow: ['127.0.0.0/8'] };
const BOUNDS = { policy, patience: 15_000, longest: 15_000, largest: 1_000 };
let server: Server;
let url: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('fetch for libraries, through the guard', () => {
  test('sends what is to be sent, and gives back status, headers and body', async () => {
    answer = async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      const { 'content-type': type, dpop } = request.headers;
      response.writeHead(201, { 'DPoP-Nonce': 'n1' }).end(JSON.stringify({ text, type, dpop }));
    };
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', DPoP: 'proof' };
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const response = await guardedFetch(BOUNDS)(url, { method: 'POST', headers, body });
    expect([response.status, response.headers.get('DPoP-Nonce')]).toEqual([201, 'n1']);
    expect(await response.json()).toEqual({
      text: 'grant_type=client_credentials',
      type: 'application/x-www-form-urlencoded',
      dpop: 'proof',
    });
  });

  test('follows no redirect: a token must not go to somebody else', async () => {
    let asked = 0;
    answer = (_, response) => {
      asked += 1;
      response.writeHead(307, { Location: `${url}/elsewhere` }).end();
    };
    expect((await guardedFetch(BOUNDS)(url, { headers: { Authorization: 'DPoP x' } })).status).toBe(307);
    expect(asked).toBe(1);
  });

  test('takes an answer without a body as one', async () => {
    answer = (_, response) => response.writeHead(204).end();
    expect((await guardedFetch(BOUNDS)(url, {})).status).toBe(204);
  });

  test('stops reading at its bound', async () => {
    answer = (_, response) => response.end('x'.repeat(1_001));
    await expect(guardedFetch(BOUNDS)(url, {})).rejects.toThrow('larger than 1000 bytes');
  });

  test('does not call inside the house', async () => {
    const closed = guardedFetch({ ...BOUNDS, policy: { allow: [] } });
    await expect(closed(url, {})).rejects.toThrow('may not be called');
  });
});

describe('a call', () => {
  test('gives up a TLS handshake that nobody answers', async () => {
    // It reads, so that it notices when the other side goes.
    const silent = createTcpServer((socket) => void socket.on('error', () => undefined).resume());
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const bounds = { ...BOUNDS, patience: 50, longest: 3_600_000 };
    await expect(guardedFetch(bounds)(`https://127.0.0.1:${port}/`, {})).rejects.toThrow('broke off');
    await new Promise((resolve) => silent.close(resolve));
  });

  test('ends after its longest time, however steadily a drop comes', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(drip));
    };
    const began = performance.now();
    await expect(guardedFetch({ ...BOUNDS, longest: 200, largest: 2 ** 20 })(url, {})).rejects.toThrow(
      'broke off',
    );
    expect(performance.now() - began).toBeLessThan(10_000);
    const call = { url, method: 'GET', headers: {}, policy, patience: 15_000, longest: 200 } as const;
    const reading = async () => {
      for await (const _ of await callGuarded(call));
    };
    await expect(reading()).rejects.toThrow();
  });
});

/** How long a command waits: as long as something comes, and no longer. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { giveUpOnSilence } from '../../../../gateway/cli/client/give-up-on-silence.ts';
import type { Fetch } from '../../../../gateway/cli/client/http-client.ts';

/** Ms. */
const LIMIT = 400;
const PIECES = 8;

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function asking(listener: RequestListener): Promise<Response> {
  server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const send: Fetch = (url, options) => fetch(url, options as RequestInit);
  const silent = giveUpOnSilence(send, LIMIT);
  return silent(`http://127.0.0.1:${port}/`, { method: 'GET', headers: {}, redirect: 'manual', body: null });
}

describe('a command', () => {
  test('reads an answer to its end that takes longer than it waits for one piece', async () => {
    const began = performance.now();
    const answer = await asking(async (_request, response) => {
      for (let piece = 0; piece < PIECES; piece += 1) {
        response.write('x');
        await pause(LIMIT / 4);
      }
      response.end();
    });
    expect(await answer.text()).toBe('x'.repeat(PIECES));
    expect(performance.now() - began).toBeGreaterThan(LIMIT);
  });

  test('gives up where no answer comes', async () => {
    await expect(asking(() => undefined)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('gives up where an answer begins, and then nothing comes', async () => {
    const answer = await asking((_request, response) => void response.write('x'));
    await expect(answer.text()).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('takes an answer without a body', async () => {
    const answer = await asking((_request, response) => void response.writeHead(204).end());
    expect([answer.status, answer.body]).toEqual([204, null]);
  });
});

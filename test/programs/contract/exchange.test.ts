/** The suite of the contract where nobody answers: it says so, and ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../../gateway/http/routes/route.ts';
import { exchange, NoAnswer } from './exchange.ts';
import type { Asked } from './make-request.ts';
import { end } from './prism-proxy.ts';

const ASKED: Asked = {
  operation: { id: 'readHealth' } as Operation,
  player: null,
  method: 'GET',
  path: '/healthz',
  headers: {},
  body: undefined,
};

async function askAt(server: Server, patience: number) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await exchange(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ASKED,
    patience,
  );
  server.closeAllConnections();
  server.close();
  return answer;
}

describe('a request of the contract suite', () => {
  test('that is never answered is no answer, after a time', async () => {
    const answer = await askAt(
      createServer(() => undefined),
      200,
    );
    expect(answer).toBeInstanceOf(NoAnswer);
    expect((answer as NoAnswer).message).toBe('no answer within 0.2 s');
  });

  test('whose answer begins and never ends is no answer either', async () => {
    const answer = await askAt(
      createServer((_, response) => response.writeHead(200).write('{')),
      500,
    );
    expect((answer as NoAnswer).message).toBe('no answer within 0.5 s');
  });

  test('whose connection is refused says why', async () => {
    const answer = await exchange('http://127.0.0.1:1', ASKED, 5_000);
    expect((answer as NoAnswer).message).toMatch(/^no answer: .*(ECONNREFUSED|bad port)/);
  });
});

test('a proxy that has ended by itself is not waited for', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await end(child);
  expect(child.exitCode).toBe(0);
});

/** `Expect: 100-continue` on a connection with several requests: every answer is whole, and in its place. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Listening, listen } from '../../../gateway/node/listen.ts';

let listening: Listening;
let begun: string[];

beforeEach(async () => {
  begun = [];
  listening = await listen('127.0.0.1', 0);
  listening.answerWith(async (request, response) => {
    begun.push(request.url as string);
    const body = await text(request);
    // The first is the slowest, so that those after it wait for the socket.
    await pause(request.url === '/1' ? 50 : 0);
    // Bytes, as a release is: before those, unlike before a text, Node puts the head first of all that waits.
    const said = Buffer.from(JSON.stringify({ to: request.url, body }));
    response.writeHead(200, { 'Content-Length': said.length }).end(said);
  });
});
afterEach(() => listening.close(0));

const EXPECT = 'Expect: 100-continue\r\n';
const head = (path: string, length: number, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n${more}\r\n`;

/** Opens a connection; `next` resolves to the next status line and, but for 100, the body. */
async function open() {
  const socket = connect(listening.port, '127.0.0.1');
  let come = '';
  const closed = once(socket, 'close').then(() => 'closed');
  socket.on('data', (chunk) => {
    come += chunk;
  });
  const next = async (): Promise<unknown> => {
    for (;;) {
      const [all, status, fields = ''] = /^HTTP\/1\.1 (\d+) [^\r]*\r\n((?:.+\r\n)*)\r\n/.exec(come) ?? [];
      const length = Number(/content-length: (\d+)/i.exec(fields)?.[1] ?? 0);
      if (all !== undefined && come.length >= all.length + length) {
        const body = come.slice(all.length, all.length + length);
        come = come.slice(all.length + length);
        return status === '100' ? 100 : JSON.parse(body);
      }
      if (all === undefined && come.length > 200) return `not an answer: ${come}`;
      if ((await Promise.race([once(socket, 'data'), closed])) === 'closed') return 'closed';
    }
  };
  return { socket, next };
}

describe('a request that expects to be told to continue', () => {
  test('is told, and then answered', async () => {
    const { socket, next } = await open();
    socket.write(head('/1', 3, EXPECT));
    expect(await next()).toBe(100);
    socket.write('abc');
    expect(await next()).toEqual({ to: '/1', body: 'abc' });
  });

  test('behind others on its connection has its answer whole, and so have those around it', async () => {
    const { socket, next } = await open();
    const of = (path: string, more = '') => `${head(path, path.length, more)}${path}`;
    socket.write(of('/1') + of('/2', EXPECT) + of('/3', EXPECT) + of('/4'));
    expect(await next()).toEqual({ to: '/1', body: '/1' });
    expect(await next()).toBe(100);
    expect(await next()).toEqual({ to: '/2', body: '/2' });
    expect(await next()).toBe(100);
    expect(await next()).toEqual({ to: '/3', body: '/3' });
    expect(await next()).toEqual({ to: '/4', body: '/4' });
    socket.write(of('/5'));
    expect(await next()).toEqual({ to: '/5', body: '/5' });
  });

  test('behind another may hold its body back until it is told', async () => {
    const { socket, next } = await open();
    socket.write(head('/1', 0) + head('/2', 3, EXPECT));
    expect(await next()).toEqual({ to: '/1', body: '' });
    expect(await next()).toBe(100);
    socket.write('abc');
    expect(await next()).toEqual({ to: '/2', body: 'abc' });
  });

  test('is not begun where the connection ends before its turn', async () => {
    const { socket } = await open();
    const ended = new Promise<void>((resolve) => {
      listening.answerWith((request, response) => {
        begun.push(request.url as string);
        request.socket.once('close', () => {
          response.end('too late');
          setImmediate(resolve);
        });
        socket.resetAndDestroy();
      });
    });
    socket.write(head('/1', 0) + head('/2', 0, EXPECT));
    await ended;
    expect(begun).toEqual(['/1']);
  });

  test('counts among those of a connection that wait: one too many ends it', async () => {
    const { socket, next } = await open();
    socket.write(head('/1', 0, EXPECT).repeat(9));
    // The first had the socket, and may have been told.
    expect([await next(), await next()].filter((one) => one !== 100)).toContain('closed');
    expect(begun.length).toBeLessThanOrEqual(1);
  });
});

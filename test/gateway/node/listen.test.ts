import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { AUTHENTICATED } from '../../../gateway/http/connections.ts';
import { type HttpLimits, type Listening, listen } from '../../../gateway/node/listen.ts';

/** None of them is met by anyone who is not slow, on however busy a machine. */
const LIMITS: HttpLimits = {
  headers: 60_000,
  request: 60_000,
  stalled: 60_000,
  unread: 60_000,
  keepAlive: 60_000,
  opening: 60_000,
  proxyIdle: 60_000,
  connections: 3,
  perAddress: 100,
  perClient: 100,
  pipelined: 4,
};

let listening: Listening;

afterEach(() => listening.close(0));

async function open(limits: Partial<HttpLimits> = {}): Promise<void> {
  listening = await listen('127.0.0.1', 0, { ...LIMITS, ...limits });
  listening.answerWith((asked, response) => {
    asked.resume().once('end', () => response.end('ok'));
  });
}

/** What comes back until the server closes the connection. */
async function answerTo(text: string): Promise<string> {
  const socket = connect(listening.port, '127.0.0.1');
  socket.write(text);
  return untilClosed(socket);
}

async function untilClosed(socket: Socket): Promise<string> {
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => undefined);
  socket.resume();
  if (!socket.closed) await once(socket, 'close');
  return received;
}

const HEAD = 'POST /v1/queries HTTP/1.1\r\nHost: x\r\n';

describe('a slow client', () => {
  /** Ms. */
  const short = { headers: 150, request: 300 };

  test('that does not end its headers is cut', async () => {
    await open(short);
    expect(await answerTo(HEAD)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('that does not end its body is cut', async () => {
    await open(short);
    expect(await answerTo(`${HEAD}Content-Length: 10\r\n\r\n12345`)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('that keeps its body coming byte by byte is cut all the same', async () => {
    await open(short);
    const socket = connect(listening.port, '127.0.0.1');
    socket.write(`${HEAD}Content-Length: 100000\r\n\r\n`);
    const dribble = setInterval(() => socket.write('1'), 20);
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(dribble);
  });

  test.each([
    ['a stranger', false],
    ['who has signed in', true],
  ])('that does not read its answer is cut: %s', async (_, signedIn) => {
    await open(signedIn ? { stalled: 200 } : { unread: 200 });
    const whole = 32 * 1024 * 1024;
    const cut = new Promise<void>((resolve) => {
      listening.answerWith((asked, response) => {
        if (signedIn) asked.socket.emit(AUTHENTICATED, { client: 'somebody', isAdministrator: false });
        response.once('close', resolve).end(Buffer.alloc(whole));
      });
    });
    const socket = connect(listening.port, '127.0.0.1').pause();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await cut;
    expect((await untilClosed(socket)).length).toBeLessThan(whole);
  });
});

describe('a connection', () => {
  const one = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

  test('that asks more before its answers than it may is closed, and nothing more of it is done', async () => {
    await open();
    let asked = 0;
    listening.answerWith(() => {
      asked += 1;
    });
    expect(await answerTo(one.repeat(1_000))).toBe('');
    expect(asked).toBeLessThanOrEqual(LIMITS.pipelined);
  });

  test('may ask as often as it likes with its answers in between', async () => {
    await open();
    const socket = connect(listening.port, '127.0.0.1');
    for (let i = 0; i < 5 * LIMITS.pipelined; i += 1) {
      socket.write(one);
      expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
    }
    socket.destroy();
  });
});

describe('a client that has shut down its sending side', () => {
  const one = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
  const halfClosed = (text: string) => {
    const socket = connect({ port: listening.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.end(text);
    return untilClosed(socket);
  };

  test('gets every answer that it asked for, and then the connection ends', async () => {
    await open();
    listening.answerWith((_asked, response) => void setTimeout(() => response.end('whole'), 50));
    expect((await halfClosed(one.repeat(3))).match(/whole/g)).toHaveLength(3);
  });

  test('and has asked nothing, or half of something, keeps no connection', async () => {
    await open();
    expect(await halfClosed('')).toBe('');
    expect(await halfClosed(`${HEAD}Content-Length: 10\r\n\r\n12345`)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('and whose answer does not come is cut as others are', async () => {
    await open({ unread: 200 });
    listening.answerWith(() => undefined);
    expect(await halfClosed(one)).toBe('');
  });
});

describe('a malformed request', () => {
  test.each([
    ['with headers of more than 16 KiB', `${HEAD}X-Long: ${'a'.repeat(17_000)}\r\n\r\n`, 431],
    ['with two lengths', `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\nab`, 400],
    [
      'with a length and chunks (request smuggling)',
      `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['with an obscured transfer coding', `${HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
    ['with a chunk size that is none', `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
    ['with a whole URL as its target', 'GET http://x/log/checkpoint HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['with more than 64 header lines', `${HEAD}${'X-A: 1\r\n'.repeat(64)}Host: y\r\n\r\n`, 431],
    ['with two hosts', `${HEAD}host: y\r\nContent-Length: 0\r\n\r\n`, 400],
    ['without a host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['with a line folded', `${HEAD}X-A: 1\r\n folded\r\nContent-Length: 0\r\n\r\n`, 400],
    ['with a NUL in a header', `${HEAD}X-A: a\0b\r\nContent-Length: 0\r\n\r\n`, 400],
    ['with a space before the colon', `${HEAD}X-A : 1\r\nContent-Length: 0\r\n\r\n`, 400],
    ['of another protocol', '\x16\x03\x01\x02\x00\x01', 400],
  ])('%s is refused, and its connection closed', async (_what, text, status) => {
    await open();
    expect(await answerTo(text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});

describe('before the node is open', () => {
  const get = `GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;

  test('a request waits, so that a proxy that sent it here loses nothing', async () => {
    listening = await listen('127.0.0.1', 0, LIMITS);
    const answered = answerTo(get);
    await pause(100);
    listening.answerWith((_asked, response) => response.end('open'));
    expect(await answered).toMatch(/^HTTP\/1\.1 200 [\s\S]*open/);
  });

  test('one that has waited too long is told to ask again', async () => {
    listening = await listen('127.0.0.1', 0, { ...LIMITS, opening: 50 });
    expect(await answerTo(get)).toMatch(/^HTTP\/1\.1 503 [\s\S]*the gateway is starting; ask again/);
  });

  test('one that waits is told so too where the node cannot be opened', async () => {
    listening = await listen('127.0.0.1', 0, LIMITS);
    const answered = answerTo(get);
    await pause(100);
    await listening.close(1_000);
    expect(await answered).toMatch(/^HTTP\/1\.1 503 /);
  });
});

describe('a stop', () => {
  const ask = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
  const openTo = async (proxyIdle: number) => {
    await open({ proxyIdle });
    listening.answerWith((_asked, response) => response.end('ok'), {
      isTrustedProxy: (address) => address === '127.0.0.1',
      isKnown: () => true,
    });
    const proxy = connect(listening.port, '127.0.0.1');
    proxy.write(ask);
    expect(String(await once(proxy, 'data'))).toMatch(/^HTTP\/1\.1 200 [\s\S]*keep-alive/);
    return proxy;
  };

  test('answers what a proxy sends on an idle connection, and tells it to send no more there', async () => {
    const proxy = await openTo(60_000);
    const closed = listening.close(60_000);
    await pause(200);
    proxy.write(ask);
    expect(await untilClosed(proxy)).toMatch(/^HTTP\/1\.1 200 [\s\S]*Connection: close/);
    await closed;
  });

  test('waits no longer for idle connections of proxies than they keep them', async () => {
    const proxy = await openTo(200);
    const began = performance.now();
    const closed = listening.close(60_000);
    expect(await untilClosed(proxy)).toBe('');
    await closed;
    expect(performance.now() - began).toBeGreaterThanOrEqual(200);
  });

  test('answers what was accepted, refuses new connections, and then does not wait for idle ones', async () => {
    await open();
    let finish: (() => void) | undefined;
    const accepted = new Promise<void>((resolve) => {
      listening.answerWith((_asked, response) => {
        finish = () => response.end('late, but whole');
        resolve();
      });
    });
    const asked = request({ port: listening.port, agent: false, headers: { Connection: 'keep-alive' } });
    asked.end();
    await accepted;
    const closed = listening.close(30_000);
    const refused = connect(listening.port, '127.0.0.1');
    expect(((await once(refused, 'error')) as [NodeJS.ErrnoException])[0].code).toBe('ECONNREFUSED');
    finish?.();
    const [response] = await once(asked, 'response');
    expect(String((await response.toArray())[0])).toBe('late, but whole');
    await closed;
  });
});

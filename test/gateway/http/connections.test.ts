/** Whose place is taken when there are more connections than places. */
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AUTHENTICATED } from '../../../gateway/http/connections.ts';
import { type HttpLimits, type Listening, listen } from '../../../gateway/node/listen.ts';
import { eventually } from '../../setup/eventually.ts';

const LONG = 60_000;
const LIMITS: HttpLimits = {
  ...{ headers: LONG, request: LONG, stalled: LONG, unread: LONG, keepAlive: LONG },
  opening: 60_000,
  proxyIdle: 0,
  ...{ connections: 4, perAddress: 100, perClient: 100, pipelined: 4 },
};
const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const HALF = 'POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{';

let listening: Listening;
let sockets: Socket[];
/** Requests that have come and have no answer yet. */
let asked: string[];

/** `/large`: more than a kernel takes; `/later`: never; the rest at once. `?in`: by somebody who has signed in. */
const answer: RequestListener = (request, response) => {
  const { url = '', socket } = request;
  const who = /[?]in=?(.*)/.exec(url)?.[1];
  const known = who && { client: who, isAdministrator: who === 'administrator' };
  if (who !== undefined) socket.emit(AUTHENTICATED, known || { client: 'somebody', isAdministrator: false });
  asked.push(url);
  if (!request.complete && request.method === 'POST') return;
  if (url.startsWith('/large')) response.end(Buffer.alloc(32 * 1024 * 1024));
  else if (!url.startsWith('/later')) response.end('ok');
};

beforeEach(() => {
  sockets = [];
  asked = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await listening.close(0);
});

async function open(limits: Partial<HttpLimits> = {}): Promise<void> {
  listening = await listen('127.0.0.1', 0, { ...LIMITS, ...limits });
  listening.answerWith(answer);
}

async function come(): Promise<Socket> {
  const socket = connect(listening.port, '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Resolves once the server has the request. */
async function send(socket: Socket, path: string): Promise<void> {
  const before = asked.length;
  socket.write(ask(path));
  await eventually(() => asked.length > before);
}

/** One more, and its answer: `''` where it was ended. */
async function newcomer(): Promise<string> {
  const socket = await come();
  socket.write(ask('/'));
  const [chunk] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])]);
  return String(chunk).slice(0, 15);
}

const OK = 'HTTP/1.1 200 OK';
const gone = (socket: Socket) => {
  socket.resume();
  return socket.closed ? Promise.resolve() : once(socket, 'close');
};

describe('where all places are taken', () => {
  test('by strangers who say nothing, the first of them goes, and the newcomer is answered', async () => {
    await open();
    const [first] = [await come(), await come(), await come(), await come()] as const;
    expect(await newcomer()).toBe(OK);
    await gone(first);
    expect(sockets.filter((socket) => socket.closed)).toHaveLength(1);
  });

  test('by people who have signed in, a stranger goes before any of them', async () => {
    await open();
    const signedIn = [await come(), await come(), await come()];
    for (const socket of signedIn) await send(socket, '/?in');
    const stranger = await come();
    expect(await newcomer()).toBe(OK);
    await gone(stranger);
    expect(signedIn.some((socket) => socket.closed)).toBe(false);
  });

  test('by strangers who do not read their answers, one of them goes', async () => {
    await open();
    for (let i = 0; i < 4; i += 1) {
      const socket = (await come()).pause();
      await send(socket, '/large');
    }
    expect(await newcomer()).toBe(OK);
  });

  test('by people with answers under way, none of them goes', async () => {
    await open();
    for (let i = 0; i < 4; i += 1) await send(await come(), '/later?in');
    expect(await newcomer()).toBe('');
    expect(sockets.slice(0, 4).some((socket) => socket.closed)).toBe(false);
  });

  test('one of whose answers have left goes, who has signed in too, if everybody else has work under way', async () => {
    await open();
    const idle = await come();
    await send(idle, '/?in');
    for (let i = 0; i < 3; i += 1) await send(await come(), '/later');
    expect(await newcomer()).toBe(OK);
    await gone(idle);
  });
});

describe('one address', () => {
  test('has so many strangers and no more, once they have settled', async () => {
    await open({ connections: 100, perAddress: 2 });
    const [first] = [await come(), await come()] as const;
    await send(first, '/');
    // They have not settled yet: who has just come is about to ask.
    expect(await newcomer()).toBe(OK);
    expect(first.closed).toBe(false);
    await eventually(async () => {
      await newcomer();
      return sockets.some((socket) => socket.closed);
    });
  });

  test('that is a trusted proxy has as many as it likes', async () => {
    await open({ connections: 100, perAddress: 2 });
    listening.answerWith(answer, { isTrustedProxy: () => true, isKnown: () => false });
    const began = performance.now();
    for (let i = 0; i < 4; i += 1) await come();
    await eventually(() => performance.now() - began > 1_100);
    expect(await newcomer()).toBe(OK);
    expect(sockets.some((socket) => socket.closed)).toBe(false);
  });
});

describe('one client that has signed in', () => {
  /** As many as are named, each with half of a request's body. */
  const half = async (client: string, count: number) => {
    const places: Socket[] = [];
    for (let i = 0; i < count; i += 1) {
      const socket = await come();
      await send(socket, `/?in=${client}`);
      const before = asked.length;
      socket.write(HALF);
      await eventually(() => asked.length > before);
      places.push(socket);
    }
    return places;
  };

  test('has so many connections and no more: the oldest without work ends', async () => {
    await open({ connections: 100, perClient: 2 });
    const [first, second] = (await half('greedy', 2)) as [Socket, Socket];
    const third = await come();
    await send(third, '/?in=greedy');
    await gone(first);
    expect([second.closed, third.closed]).toEqual([false, false]);
  });

  test('with work on all of them is answered on one more, which goes before any other', async () => {
    await open({ connections: 4, perClient: 2 });
    for (let i = 0; i < 2; i += 1) await send(await come(), '/later?in=greedy');
    const third = await come();
    await send(third, '/?in=greedy');
    await send(await come(), '/?in=another');
    expect(await newcomer()).toBe(OK);
    await gone(third);
    expect(sockets.filter((socket) => socket.closed)).toHaveLength(1);
  });

  test('keeps no place with half-sent bodies, where somebody else has fewer', async () => {
    await open();
    const [only] = (await half('modest', 1)) as [Socket];
    const places = await half('greedy', 3);
    expect(await newcomer()).toBe(OK);
    await gone(places[0] as Socket);
    expect([only, places[1], places[2]].some((socket) => socket?.closed)).toBe(false);
  });

  test('takes no place from an administrator, who takes theirs', async () => {
    await open();
    const administrator = await come();
    await send(administrator, '/?in=administrator');
    await half('greedy', 3);
    for (let i = 0; i < 6; i += 1) await half('greedy', 1);
    expect(administrator.closed).toBe(false);
    expect(await newcomer()).toBe(OK);
    expect(administrator.closed).toBe(false);
  });

  test('leaves some places to newcomers, who take none from one another before that', async () => {
    await open({ connections: 16 });
    const places = await half('greedy', 14);
    const quiet = [await come(), await come()];
    await half('greedy', 1);
    await gone(places[0] as Socket);
    expect(quiet.some((socket) => socket.closed)).toBe(false);
  });
});

test('a stranger keeps no place with half of a body either', async () => {
  await open();
  for (let i = 0; i < 4; i += 1) {
    const before = asked.length;
    (await come()).write(HALF);
    await eventually(() => asked.length > before);
  }
  expect(await newcomer()).toBe(OK);
});

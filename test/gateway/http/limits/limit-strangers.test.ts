/** Strangers who ask too much: refused, and made to wait; nobody else is. */
import { Agent, get } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Router } from 'express';
import { GatewayError } from '../../../../gateway/faults/errors.ts';
import { AUTHENTICATED } from '../../../../gateway/http/connections.ts';
import { type Listening, listen } from '../../../../gateway/node/listen.ts';
import { type AppOptions, createApp } from '../../../../gateway/node/routes/app.ts';

const PUBLIC = 5;
/** Refused requests of strangers in a minute. */
const FAILURES = 600;

let listening: Listening;
let agent: Agent;

const opened: (() => Promise<unknown>)[] = [];

beforeEach(() => serve({}));
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function serve(more: Partial<AppOptions>): Promise<void> {
  listening = await listen('127.0.0.1', 0);
  const open = Router();
  for (const path of ['/healthz', '/log/checkpoint'])
    open.get(path, (_, response) => void response.send('ok'));
  const api = Router();
  api.get('/v1/known', (request, response) => {
    request.socket.emit(AUTHENTICATED, { client: 'known', isAdministrator: false });
    response.send('ok');
  });
  api.get('/v1/unknown', () => {
    throw new GatewayError('invalid_token', 'not accepted');
  });
  const app = createApp({
    ...{ log: { error: () => undefined }, isTrustedProxy: () => false, messages: listening.messages },
    ...{ publicPerMinute: PUBLIC, publicRoutes: [open], apiRoutes: [api], ...more },
  });
  listening.answerWith(app);
  // One connection, as a stranger's is.
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const mine = { agent, listening };
  opened.push(async () => {
    mine.agent.destroy();
    await mine.listening.close(0);
  });
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

function ask(path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get({ port: listening.port, host: '127.0.0.1', agent, path }, (response) => {
      const { statusCode: status = 0, headers } = response;
      response.resume().once('end', () => resolve({ status, headers }));
    }).once('error', reject);
  });
}

async function statusesOf(path: string, times: number): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (let i = 0; i < times; i += 1) statuses.add((await ask(path)).status);
  return statuses;
}

describe('what anyone may read', () => {
  test('is refused to an address that has read its share, and the reader of the log is told when to come', async () => {
    expect(await statusesOf('/log/checkpoint', PUBLIC)).toEqual(new Set([200]));
    expect(await ask('/log/checkpoint')).toMatchObject({
      status: 429,
      headers: { 'retry-after': '10', 'access-control-allow-origin': '*' },
    });
  });

  test('but whether the process is alive is always told', async () => {
    await statusesOf('/log/checkpoint', PUBLIC);
    expect((await ask('/healthz')).status).toBe(200);
  });

  test('who goes on all the same waits a second for the next answer on this connection', async () => {
    await statusesOf('/log/checkpoint', PUBLIC);
    await ask('/log/checkpoint');
    const began = performance.now();
    expect((await ask('/log/checkpoint')).status).toBe(429);
    expect(performance.now() - began).toBeGreaterThan(900);
  });
});

describe('refusals', () => {
  test.each([
    ['of a token', '/v1/unknown', 401],
    ['of what is not there', '/v1/nothing', 404],
  ])('%s end in 429, and then each takes a second', async (_, path, status) => {
    const before = status === 404 ? PUBLIC : FAILURES;
    expect(await statusesOf(path, before)).toEqual(new Set([status]));
    expect((await ask(path)).status).toBe(429);
    const began = performance.now();
    expect((await ask(path)).status).toBe(429);
    expect(performance.now() - began).toBeGreaterThan(900);
  });

  test('slow nobody down who has signed in on the connection', async () => {
    await ask('/v1/known');
    expect(await statusesOf('/v1/unknown', FAILURES)).toEqual(new Set([401]));
    const began = performance.now();
    expect(await statusesOf('/v1/unknown', 3)).toEqual(new Set([429]));
    expect((await ask('/v1/known')).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

describe('what all strangers together have refused', () => {
  const strangers = { perSecond: 1, burst: 3 };
  const timeOf = async (path: string) => {
    const began = performance.now();
    await ask(path);
    return performance.now() - began;
  };

  test('makes each of them wait, though no address has reached its limit', async () => {
    await serve({ strangers });
    const began = performance.now();
    expect(await statusesOf('/v1/unknown', strangers.burst + 3)).toEqual(new Set([401]));
    expect(performance.now() - began).toBeGreaterThan(1_000);
  });

  test('makes nobody wait who has signed in on the connection', async () => {
    await serve({ strangers });
    await statusesOf('/v1/unknown', strangers.burst);
    agent.destroy();
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await ask('/v1/known');
    expect(await statusesOf('/v1/unknown', 5)).toEqual(new Set([401]));
    expect(await timeOf('/v1/known')).toBeLessThan(900);
  });

  test('makes nobody wait who comes through a proxy of ours: others come through it, too', async () => {
    await serve({ strangers, isTrustedProxy: () => true });
    expect(await statusesOf('/v1/unknown', 4 * strangers.burst)).toEqual(new Set([401]));
    expect(await timeOf('/v1/unknown')).toBeLessThan(900);
  });
});

/** How the vendor's cloud is asked: signed in, once more after a fault, not at all while it keeps failing. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Clock, FlockClient } from '../../../../../gateway/reads/sources/flock/flock-client.ts';
import { FlockFault } from '../../../../../gateway/reads/sources/flock/flock-fault.ts';
import { eventually } from '../../../../setup/eventually.ts';
import { type Served, serveOnLoopback } from '../../../../setup/serve-on-loopback.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response
      .writeHead(status, { 'Content-Type': 'application/json', ...headers })
      .end(JSON.stringify(body));
const silent: Answer = () => undefined;
const half: Answer = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
  response.write('{"results":', () => response.destroy());
};
const found = json(200, { results: [] });

/** Ms for one answer: one that comes does so long before. */
const PATIENCE = 10_000;
/** Where none comes. */
const SHORT = 250;
/** A turn is waited for three times as long as one answer may take: who asks is judged again after it. */
const LINE = 3 * PATIENCE;

/** Ms that the test has let pass, what was waited for between two attempts, and what ends the wait in line. */
let passed = 0;
let pauses: number[] = [];
let linesEnd: (() => void)[] = [];
const handClock: Clock = {
  now: () => passed,
  pause: async (ms, signal) => {
    if (ms !== LINE) return pauses.push(ms);
    return new Promise((resolve, reject) => {
      linesEnd.push(() => resolve(undefined));
      signal?.addEventListener('abort', reject);
    });
  },
};

let served: Served | null = null;
beforeEach(() => {
  [passed, pauses, linesEnd] = [0, [], []];
});
afterEach(() => served?.close());

const vendor = (...answers: Answer[]) => vendorHeard(PATIENCE, answers);

/** A vendor that gives these answers one after the other, the last one again and again. */
async function vendorHeard(patience: number, answers: Answer[]) {
  const asked: string[] = [];
  let tokens = 0;
  served = await serveOnLoopback((request, response) => {
    request.resume();
    if (request.url === '/oauth/token') {
      tokens += 1;
      json(200, { access_token: `token-${tokens}`, token_type: 'Bearer', expires_in: 3600 })(
        response,
        request,
      );
      return;
    }
    asked.push(String(request.headers.authorization));
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) as Answer;
    answer(response, request);
  });
  const { url } = served;
  const credentials = { clientId: 'a', clientSecret: 'b', tokenUrl: `${url}/oauth/token`, scope: 'c' };
  const client = new FlockClient({ url, credentials, patience, clock: handClock });
  const look = (signal?: AbortSignal) =>
    client.request('POST', '/reads/lookup', { plate: 'ZZT1234' }, signal);
  return { asked, client, look, tokens: () => tokens };
}

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof FlockFault ? error.kind : String(error)),
  );

describe("the vendor's cloud", () => {
  test('is asked under one token, which all requests share', async () => {
    const { asked, look, tokens } = await vendor(found);
    await Promise.all([look(), look(), look()]);
    expect(await look()).toEqual({ results: [] });
    expect([tokens(), ...new Set(asked)]).toEqual([1, 'Bearer token-1']);
  });

  test('is asked again under another token where it took the first one back, and then no more', async () => {
    const once = await vendor(json(401, {}), found);
    expect([await kindOf(once.look()), ...once.asked]).toEqual([
      'answered',
      'Bearer token-1',
      'Bearer token-2',
    ]);
    served?.close();
    const always = await vendor(json(401, {}));
    expect([await kindOf(always.look()), always.asked.length]).toEqual(['unauthorized', 2]);
  });

  test.each<[string, Answer, string]>([
    ['a fault of its own', json(500, {}), 'broken'],
    ['silence', silent, 'slow'],
    ['half an answer', half, 'unreachable'],
    ['something else than JSON', (response) => void response.writeHead(200).end('{"results":'), 'malformed'],
    [
      'a page for people',
      (response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('{}'),
      'malformed',
    ],
    ['another address', json(302, {}, { Location: 'http://127.0.0.1:9/' }), 'unreachable'],
    ['a rate limit', json(429, {}, { 'Retry-After': '1' }), 'limited'],
  ])('%s is a fault, and is asked about once more', async (_, answer, kind) => {
    const heard = (...answers: Answer[]) => vendorHeard(answer === silent ? SHORT : PATIENCE, answers);
    const lasting = await heard(answer);
    expect([await kindOf(lasting.look()), lasting.asked.length]).toEqual([kind, 2]);
    served?.close();
    const passing = await heard(answer, found);
    expect([await kindOf(passing.look()), passing.asked.length]).toEqual(['answered', 2]);
    // As long as the vendor says; else for a moment, so that nodes do not come back at once.
    expect(pauses.map((ms) => (kind === 'limited' ? ms === 1_000 : ms < 250))).toEqual([true, true]);
  });

  test.each([400, 403, 404, 422])('that refuses with %d is not asked again, and says so', async (status) => {
    const { asked, look } = await vendor(json(status, { error: 'no ZZT1234' }));
    const fault = (await look().catch((error: unknown) => error)) as FlockFault;
    expect([fault.kind, fault.status, asked.length]).toEqual(['refused', status, 1]);
    expect(`${fault.stack} ${JSON.stringify(fault)}`).not.toContain('ZZT1234');
  });

  test('that asks us to wait for long is not waited for: who asks is told how long', async () => {
    const { asked, look } = await vendor(json(429, {}, { 'Retry-After': '30' }));
    const fault = (await look().catch((error: unknown) => error)) as FlockFault;
    expect([fault.kind, fault.retryAfter, asked.length, pauses]).toEqual(['limited', 30, 1, []]);
  });

  test('that failed five times in a row rests, nothing is asked while it does, and it is asked again then', async () => {
    const failures = Array.from({ length: 10 }, () => json(500, {}));
    const { asked, client, look } = await vendor(...failures, found);
    for (let i = 0; i < 5; i += 1) expect(await kindOf(look())).toBe('broken');
    const whileItRests = async () => [await kindOf(look()), await kindOf(client.check()), asked.length];
    expect([...(await whileItRests()), client.restsFor]).toEqual(['resting', 'resting', 10, 5]);
    passed = 4_999;
    expect([...(await whileItRests()), client.restsFor]).toEqual(['resting', 'resting', 10, 1]);
    passed = 5_000;
    expect([client.restsFor, await kindOf(client.check())]).toEqual([0, 'answered']);
    expect([await kindOf(look()), await kindOf(look()), asked.length]).toEqual(['answered', 'answered', 12]);
  });

  test('does not rest for questions that it refuses, nor for such as were given up', async () => {
    const refusing = await vendor(json(422, {}));
    for (let i = 0; i < 8; i += 1) expect(await kindOf(refusing.look())).toBe('refused');
    served?.close();
    const quiet = await vendor(silent);
    for (let i = 0; i < 8; i += 1) expect(await kindOf(quiet.look(AbortSignal.timeout(10)))).toBe('cut');
    expect([refusing.client.restsFor, quiet.client.restsFor]).toEqual([0, 0]);
  });

  test('hears no question that was given up before it was its turn', async () => {
    const { asked, look } = await vendor(silent);
    const [ending, given] = [new AbortController(), AbortSignal.abort()];
    expect(await kindOf(look(given))).toBe('cut');
    const crowd = Array.from({ length: 40 }, () => kindOf(look(ending.signal)));
    await eventually(() => asked.length >= 16);
    ending.abort();
    expect(new Set(await Promise.all(crowd))).toEqual(new Set(['cut']));
    // Sixteen at once, and none of the others.
    expect(asked.length).toBe(16);
  });

  test('hears no question that stood in line for long, since the right to ask it may have run out', async () => {
    const held: (() => void)[] = [];
    const later: Answer = (response, request) => void held.push(() => found(response, request));
    const { asked, look } = await vendor(later);
    const crowd = Array.from({ length: 40 }, () => kindOf(look()));
    await eventually(() => asked.length === 16);
    for (const end of linesEnd) end();
    // Who stood in line is told to ask again, and is judged again then.
    expect(await Promise.all(crowd.slice(16))).toEqual(Array.from({ length: 24 }, () => 'limited'));
    for (const answer of held) answer();
    expect(await Promise.all(crowd.slice(0, 16))).toEqual(Array.from({ length: 16 }, () => 'answered'));
    expect(asked.length).toBe(16);
  });
});

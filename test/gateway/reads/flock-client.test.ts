/** How the vendor's cloud is asked: signed in, once more after a fault, not at all while it keeps failing. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { FlockClient } from '../../../gateway/reads/sources/flock/flock-client.ts';
import { FlockFault } from '../../../gateway/reads/sources/flock/flock-fault.ts';
import { eventually } from '../../setup/eventually.ts';
import { type Served, serveOnLoopback } from '../../setup/serve-on-loopback.ts';

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

let served: Served | null = null;
afterEach(() => served?.close());

/** A vendor that gives these answers one after the other, the last one again and again. */
async function vendor(...answers: Answer[]) {
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
  const client = new FlockClient({ url, credentials, patience: 150 });
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
    ['a rate limit', json(429, {}, { 'Retry-After': '0' }), 'limited'],
  ])('%s is a fault, and is asked about once more', async (_, answer, kind) => {
    const lasting = await vendor(answer);
    expect([await kindOf(lasting.look()), lasting.asked.length]).toEqual([kind, 2]);
    served?.close();
    const passing = await vendor(answer, found);
    expect([await kindOf(passing.look()), passing.asked.length]).toEqual(['answered', 2]);
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
    expect([fault.kind, fault.retryAfter, asked.length]).toEqual(['limited', 30, 1]);
  });

  test('that failed five times in a row rests, and nothing is asked while it does', async () => {
    const { asked, client, look } = await vendor(json(500, {}));
    for (let i = 0; i < 5; i += 1) expect(await kindOf(look())).toBe('broken');
    expect([await kindOf(look()), await kindOf(client.check()), asked.length]).toEqual([
      'resting',
      'resting',
      10,
    ]);
    expect(client.restsFor).toBeGreaterThan(0);
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
    const late: Answer = (response, request) => void setTimeout(() => found(response, request), 50);
    const { asked, look } = await vendor(late);
    const kinds = await Promise.all(Array.from({ length: 600 }, () => kindOf(look())));
    expect(kinds).toContain('answered');
    // Three times as long as one answer may take: who asks is told to ask again, and is judged again then.
    expect(kinds).toContain('limited');
    expect(asked.length).toBeLessThan(600);
  });
});

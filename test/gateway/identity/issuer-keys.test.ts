/** How the gateway follows its issuers' keys: over real HTTP, with the clock in the test's hand. */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { IssuerKeys } from '../../../gateway/identity/issuer-keys.ts';
import { generateKeyPair } from '../../../gateway/identity/jose/generate-key-pair.ts';
import { warnOfKeys } from '../../../gateway/identity/warn-of-keys.ts';
import { type KeyServer, startKeyServer } from './key-server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const pairs = [generateKeyPair(), generateKeyPair()] as const;
const [first, second] = [pairs[0].publicJwk, pairs[1].publicJwk];
const rsa = (modulusLength: number) => ({
  ...generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' }),
  kid: `rsa-${modulusLength}`,
});

let now: number;
/** Ms by which the wall clock is ahead of where it was. */
let ahead: number;
const clock = { monotonic: () => now, wall: () => 1_700_000_000_000 + now + ahead };
let server: KeyServer;
let keys: IssuerKeys;
/** What an operator is told. */
let told: Record<string, unknown>[];

beforeEach(async () => {
  now = 0;
  ahead = 0;
  server = await startKeyServer({ keys: [first] });
  told = [];
  keys = new IssuerKeys(clock, warnOfKeys({ warn: (fields) => void told.push({ ...fields }) }));
});
afterEach(() => server.stop());

/** Until a fetch that was started in the background has been answered. */
async function untilAsked(times: number): Promise<void> {
  while (server.asked < times) await new Promise((done) => setImmediate(done));
}

/** A key that was found, as each of these needs one to begin with. */
function held<T>(key: T | null): T {
  if (key === null) throw new Error('there was no key to let go');
  return key;
}

describe("an issuer's keys", () => {
  test('are fetched once for any number of tokens that come together', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => keys.find(server, first.kid)));
    expect(found).toEqual(Array.from({ length: 20 }, () => ({ ...first })));
    expect(server.asked).toBe(1);
  });

  test('are known with the first token after a rotation, and the old one is let go', async () => {
    const old = await keys.find(server, first.kid);
    server.answer = { keys: [second] };
    now += 11_000;
    expect(await keys.find(server, second.kid)).toMatchObject({ kid: second.kid });
    expect(keys.holds(server, held(old))).toBe(false);
  });

  test('are asked for at most every ten seconds, whatever kids the tokens name', async () => {
    await keys.find(server, first.kid);
    for (const kid of ['a', 'b', 'c']) expect(await keys.find(server, kid)).toBeNull();
    expect(server.asked).toBe(1);
    now += 10_000;
    expect(await keys.find(server, 'd')).toBeNull();
    expect(server.asked).toBe(2);
  });

  test('serve on while they are refreshed in the background, and a removed one is noticed there', async () => {
    const key = await keys.find(server, first.kid);
    if (key === null) throw new Error('no key');
    server.answer = { keys: [second] };
    now += 6 * MINUTE;
    expect(keys.holds(server, key)).toBe(true);
    await untilAsked(2);
    // The answer is on its way: asking for the new key waits for it.
    expect(await keys.find(server, second.kid)).toMatchObject({ kid: second.kid });
    expect(keys.holds(server, key)).toBe(false);
  });

  test('stay the same while they are published unchanged, and not where one kid gets another key', async () => {
    const key = await keys.find(server, first.kid);
    if (key === null) throw new Error('no key');
    now += 11_000;
    await keys.find(server, 'unknown');
    expect(keys.holds(server, key)).toBe(true);
    server.answer = { keys: [{ ...second, kid: first.kid }] };
    now += 11_000;
    await keys.find(server, 'unknown');
    expect(keys.holds(server, key)).toBe(false);
  });

  test('serve for an hour when the issuer cannot be reached, and no longer', async () => {
    const key = await keys.find(server, first.kid);
    if (key === null) throw new Error('no key');
    await server.stop();
    now += 59 * MINUTE;
    expect(keys.holds(server, key)).toBe(true);
    now += 2 * MINUTE;
    expect(keys.holds(server, key)).toBe(false);
    await expect(keys.find(server, first.kid)).rejects.toMatchObject({ code: 'unavailable', status: 503 });
    // The asker learns nothing of it; the operator, from where and why.
    const { issuer, jwksUri } = server;
    expect(told.at(-1)).toEqual({ issuer, jwksUri, why: 'ECONNREFUSED' });
    server = await startKeyServer({ keys: [first] });
  });

  test('are let go when they are withdrawn, though the clock was hours ahead for a moment when they were fetched', async () => {
    ahead = 5 * HOUR;
    const key = held(await keys.find(server, first.kid));
    ahead = 0;
    server.answer = { keys: [second] };
    now += 6 * MINUTE;
    expect(keys.holds(server, key)).toBe(true);
    await untilAsked(2);
    expect(await keys.find(server, second.kid)).toMatchObject({ kid: second.kid });
    expect(keys.holds(server, key)).toBe(false);
  });

  test('serve no longer than an hour where they cannot be confirmed, though the clock was set back by a day', async () => {
    const key = held(await keys.find(server, first.kid));
    await server.stop();
    ahead = -24 * HOUR;
    now += 61 * MINUTE;
    expect(keys.holds(server, key)).toBe(false);
    server = await startKeyServer({ keys: [first] });
  });

  test('are asked for ten seconds after the last time, though the clock was set back by an hour', async () => {
    await keys.find(server, first.kid);
    server.answer = { keys: [first, second] };
    ahead = -HOUR;
    now += 11_000;
    expect(await keys.find(server, second.kid)).toMatchObject({ kid: second.kid });
  });

  test('do not serve after a day for which the machine was suspended: its monotonic clock stood still', async () => {
    const key = held(await keys.find(server, first.kid));
    ahead = 24 * HOUR;
    expect(keys.holds(server, key)).toBe(false);
  });

  test('are fetched again when the registered place changes', async () => {
    const key = await keys.find(server, first.kid);
    const moved = { issuer: server.issuer, jwksUri: `${server.issuer}/moved` };
    expect(keys.holds(moved, held(key))).toBe(false);
    expect(await keys.find(moved, first.kid)).toMatchObject({ kid: first.kid });
    expect(server.asked).toBe(2);
  });

  test('are not those of before where a removed issuer comes back, which is a registration of its own', async () => {
    const key = await keys.find(server, first.kid);
    server.answer = { keys: [second] };
    const back = { issuer: server.issuer, jwksUri: server.jwksUri };
    expect(keys.holds(back, held(key))).toBe(false);
    expect(await keys.find(back, first.kid)).toBeNull();
    expect(await keys.find(back, second.kid)).toMatchObject({ kid: second.kid });
  });
});

describe('a key set that publishes what it must not is refused whole, and the keys known before with it', () => {
  test.each([
    ['a private key', [first, pairs[1].privateJwk]],
    ['a symmetric key', [first, { kty: 'oct', k: 'AAAA', kid: 'secret', alg: 'HS256' }]],
    ['an RSA key of 1024 bits', [first, rsa(1024)]],
    ['an RSA key with exponent 3', [first, { ...rsa(2048), e: 'Aw' }]],
    ['two keys with one kid', [first, { ...second, kid: first.kid }]],
    ['a point that is not on the curve', [first, { ...second, y: second.x }]],
    ['no usable key', [{ ...first, alg: 'ES384' }]],
    ['a key that is not an object', [first, null]],
    ['too many keys', Array.from({ length: 65 }, (_, at) => ({ ...first, kid: `key-${at}` }))],
    ['no list', {}],
  ])('%s', async (_, list) => {
    const key = await keys.find(server, first.kid);
    server.answer = { keys: list };
    now += 11_000;
    await expect(keys.find(server, 'new')).rejects.toMatchObject({ status: 503 });
    expect(keys.holds(server, held(key))).toBe(false);
    expect(told).toEqual([expect.objectContaining({ jwksUri: server.jwksUri, why: expect.any(String) })]);
    // Nothing of the set itself.
    expect(JSON.stringify(told)).not.toContain(pairs[1].privateJwk.d);
  });
});

describe('a key set may hold', () => {
  test.each([
    [
      'keys for other uses and of other kinds',
      [first, { ...second, use: 'enc' }, { kty: 'OKP', crv: 'Ed25519', kid: 'ed' }],
    ],
    ['members of other standards', [{ ...first, x5c: ['MIIB'], x5t: 'abc', key_ops: ['verify'] }]],
    ['a key that does not say its use and algorithm', [{ ...first, use: undefined, alg: undefined }]],
    ['RSA keys for other algorithms', [first, { ...rsa(2048), alg: 'RS256', use: 'sig' }]],
  ])('%s; what tokens are verified with is reduced to its numbers', async (_, list) => {
    server.answer = { keys: list };
    expect(await keys.find(server, first.kid)).toEqual(first);
    for (const kid of [second.kid, 'ed', 'rsa-2048']) expect(await keys.find(server, kid)).toBeNull();
  });

  test('an RSA key for PS256', async () => {
    const key = rsa(2048);
    server.answer = { keys: [key] };
    expect(await keys.find(server, key.kid)).toMatchObject({ alg: 'PS256', use: 'sig' });
  });
});

describe('a place that answers wrongly gives no keys', () => {
  const answers: readonly [string, Exclude<KeyServer['answer'], object> | KeyServer['answer']][] = [
    [
      'a redirect, even to a good key set',
      (request, response) => {
        if (request.url === '/good') response.end(JSON.stringify({ keys: [first] }));
        else response.writeHead(302, { Location: '/good' }).end();
      },
    ],
    ['status 500', (_, response) => response.writeHead(500).end(JSON.stringify({ keys: [first] }))],
    ['no JSON', (_, response) => response.end('<html>')],
    [
      'more than 64 KiB',
      (_, response) => response.end(JSON.stringify({ padding: 'x'.repeat(70_000), keys: [first] })),
    ],
    ['a connection that breaks', (_, response) => response.destroy()],
  ];
  test.each(answers)('%s', async (_, answer) => {
    server.answer = answer;
    await expect(keys.find(server, first.kid)).rejects.toMatchObject({ code: 'unavailable' });
    expect(server.asked).toBe(1);
  });

  test.each(['http://keys.invalid/jwks', 'ftp://127.0.0.1/jwks', 'file:///etc/passwd', 'no url'])(
    '%s',
    async (jwksUri) => {
      await expect(keys.find({ issuer: 'x', jwksUri }, 'any')).rejects.toMatchObject({ status: 503 });
    },
  );
});

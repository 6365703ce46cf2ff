/** The partner's kits at a node that asks for nonces, behind a proxy that turns requests away at first. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startIdentityFixture } from '../gateway/identity/identity-fixture.ts';
import { type Front, startFront } from './front.ts';
import { describeKits, runKit } from './kits.ts';

const LOG_KEY = 'log.example+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const REFUSED = { status: 401, headers: { 'WWW-Authenticate': 'DPoP error="invalid_token"' } };
const TURNED_AWAY = [
  { status: 429, headers: { 'Retry-After': '1' } },
  { status: 503, headers: { 'Retry-After': '1' } },
  { status: 409, headers: { 'Retry-After': '1' } },
  REFUSED,
];

const folder = mkdtempSync(join(tmpdir(), 'partner-kit-'));
const ended: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const end of ended.reverse()) await end();
  await rm(folder, { recursive: true });
}, 60_000);

describeKits('told to ask again', (kit) => {
  let front: Front;
  let words: string[];
  let said = '';
  let answers: readonly unknown[];

  beforeAll(async () => {
    let inner = '';
    front = await startFront(() => inner);
    front.turnAway(TURNED_AWAY);
    ended.push(() => front.stop());
    const fixture = await startIdentityFixture({ resource: front.url, requireNonce: true });
    ended.push(() => fixture.stop());
    inner = fixture.node.url;
    const path = (name: string) => join(folder, `${kit.language}-${name}.json`);
    const privateJwk = fixture.clientKeys.adams;
    const clients = [{ name: 'us', clientId: 'adams', privateJwk, scope: 'alpr.query' }];
    const settings = { issuer: fixture.issuer.issuer, resource: front.url, logKey: LOG_KEY, clients };
    writeFileSync(path('settings'), JSON.stringify(settings));
    writeFileSync(path('query'), '{}');
    words = [path('settings'), 'us', 'ask', path('query'), '--key', 'our-question-17'];
    ({ answers, words: said } = await runKit(kit.client, words));
  }, 300_000);

  test('waits as long as the answer says, where that is not long, and asks again', () => {
    expect(said).toMatch(/^429: asked again in 1 s\n503: asked again in 1 s\n409: asked again in 1 s\n/m);
    // Of those that were let through, the first was asked for a nonce.
    expect(front.seen).toHaveLength(TURNED_AWAY.length + 2);
  });

  test('sends each try with a proof of its own, and all with the one Idempotency-Key', () => {
    expect(new Set(front.seen.map(({ dpop }) => dpop)).size).toBe(front.seen.length);
    expect(new Set(front.seen.map((headers) => headers['idempotency-key']))).toEqual(
      new Set(['our-question-17']),
    );
  });

  test('takes a new token where one is refused', () => {
    const tokens = front.seen.map(({ authorization }) => authorization);
    expect(tokens[3]).toBe(tokens[0]);
    expect(tokens[4]).not.toBe(tokens[3]);
  });

  test('repeats a request with the nonce that it is asked for', () => {
    const nonces = front.seen.map(({ dpop }) => {
      const [, payload = ''] = String(dpop).split('.');
      return JSON.parse(Buffer.from(payload, 'base64url').toString()).nonce;
    });
    expect(nonces).toEqual([...Array(TURNED_AWAY.length + 1).fill(undefined), expect.any(String)]);
  });

  test('whose answer is lost on its way, or replaced by a proxy’s page, asks again under the same key', async () => {
    const before = front.seen.length;
    front.turnAway([
      { status: null, headers: {} },
      { status: 502, headers: { 'Content-Type': 'text/html' } },
    ]);
    const { words: why } = await runKit(kit.client, words);
    expect(why).toMatch(
      /^no answer \(.*\): asked again in 1 s\nno answer \(.*502.*\): asked again in 2 s\n/m,
    );
    const keys = front.seen.slice(before).map((headers) => headers['idempotency-key']);
    expect(keys.length).toBeGreaterThan(2);
    expect(new Set(keys)).toEqual(new Set(['our-question-17']));
  });

  test('does not go on where its new token is refused, too', async () => {
    const before = front.seen.length;
    front.turnAway(Array.from({ length: 5 }, () => REFUSED));
    const { code, words: why } = await runKit(kit.client, words);
    expect([front.seen.length - before, code, why]).toEqual([2, 1, expect.stringContaining('401: not now')]);
  });

  test('shows nothing of an answer that has no receipt', () => {
    expect(answers).toEqual([]);
    expect(said).toContain('there is no receipt');
  });
});

/** The published key set, over HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { routerOf } from '../../../../../gateway/http/routes/router-of.ts';
import { EnvelopeKeys } from '../../../../../gateway/identity/jose/envelope-keys/envelope-keys.ts';
import { JWKS_ROUTES } from '../../../../../gateway/identity/jose/envelope-keys/jwks-routes.ts';
import { signEnvelope } from '../../../../../gateway/identity/jose/envelope-keys/seal-envelope.ts';
import { openEnvelope } from '../../../../setup/receiver/open-envelope.ts';
import { serveOnLoopback } from '../../../../setup/serve-on-loopback.ts';

const directory = mkdtempSync(join(tmpdir(), 'jwks-'));
const HOUR = 3_600_000;
const NOW = Date.UTC(2025, 0, 1);
const keys = await EnvelopeKeys.open(directory, { publishAhead: HOUR, overlap: 24 * HOUR }, NOW);
const served = await serveOnLoopback(
  express().use(routerOf(JWKS_ROUTES, { envelopeKeys: keys, now: () => NOW })),
);
beforeAll(async () => {
  await keys.rotate(NOW, async () => undefined);
});
afterAll(() => {
  served.close();
  rmSync(directory, { recursive: true });
});
const get = () => fetch(`${served.url}/.well-known/jwks.json`);

describe('published key set', () => {
  test('every key has its public members and nothing else', async () => {
    const { keys: published } = (await (await get()).json()) as { keys: object[] };
    expect(published).toHaveLength(2);
    for (const key of published) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  });

  test('no private member is published', async () => {
    const text = await (await get()).text();
    for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(text).not.toContain(`"${name}"`);
  });

  test('it may be kept for five minutes, and is a JWK set', async () => {
    const { headers, status } = await get();
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(headers.get('content-type')).toMatch(/^application\/jwk-set\+json/);
  });

  test('an envelope verifies with what was fetched', async () => {
    const envelope = signEnvelope('{"reads":[]}', keys.current(NOW));
    expect(await openEnvelope(envelope, await (await get()).json())).toBe('{"reads":[]}');
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyReceipt } from '../../gateway/audit-verify/verify-receipt.ts';
import type { Client } from '../../gateway/cli/client/connect.ts';
import { envelope } from '../../gateway/query/query.schema.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';
import { openEnvelope } from '../setup/receiver/open-envelope.ts';

let demo: RunningDemo;
let adams: Client;
let admin: Client;
let gatewayKeys: unknown;

const ENVELOPE = { Accept: 'application/jose' };

beforeAll(async () => {
  demo = await borrowDemo();
  [adams, admin] = await Promise.all([demo.as('adams'), demo.as('admin-1')]);
  gatewayKeys = await (await fetch(`${demo.file.gateway}/.well-known/jwks.json`)).json();
}, 300_000);
afterAll(async () => {
  await demo?.stop();
}, 60_000);

const ask = (headers: Record<string, string>, changes = {}) =>
  adams.request('POST', '/v1/queries', demoQuery(adams, demo.file.plates[0] as string, changes), headers);

const patch = (encryptionKey: unknown) =>
  admin.request('PATCH', `/v1/agencies/${adams.ori}`, { encryptionKey, reason: 'key of the test' });

function recipient(modulusLength = 2048) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const jwk = privateKey.export({ format: 'jwk' });
  const named = { kid: 'adams-1', use: 'enc', alg: 'RSA-OAEP-256' };
  return { privateJwk: { ...jwk, ...named }, publicJwk: { kty: jwk.kty, n: jwk.n, e: jwk.e, ...named } };
}

describe('an answer under `application/jose`', () => {
  test('is signed with a published key, and holds the same answer with a receipt', async () => {
    const { status, headers, body } = await ask(ENVELOPE);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/jose');
    expect(body).toMatch(new RegExp(envelope.pattern as string));
    const text = await openEnvelope(body, gatewayKeys);
    const answer = JSON.parse(text);
    expect(answer.reads.length).toBeGreaterThan(0);
    const report = await verifyReceipt(answer.receipt, demo.file.logKey, answer.reads);
    expect(report).toMatchObject({ ok: true, readsChecked: true });
  });

  test.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['application/jose;q=0.5, application/json', 'application/json; charset=utf-8'],
    ['application/json;q=0.5, application/jose', 'application/jose'],
  ])('is chosen by preference: `%s`', async (accept, type) => {
    expect((await ask({ Accept: accept })).headers.get('content-type')).toBe(type);
  });

  test('is a problem document in plain JSON where the query is refused', async () => {
    const { status, headers } = await ask(ENVELOPE, { purpose: { code: 'personal' } });
    expect(status).toBe(403);
    expect(headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('an agency that registered an encryption key', () => {
  test('gets its answers encrypted, from the next query on; the log keeps which key it was', async () => {
    const { privateJwk, publicJwk } = recipient();
    const patched = await patch(publicJwk);
    expect(patched.status).toBe(200);
    expect(patched.body).toMatchObject({ encryptionKey: publicJwk });
    const { body } = await ask(ENVELOPE);
    expect(String(body).split('.')).toHaveLength(5);
    const answer = JSON.parse(await openEnvelope(body, gatewayKeys, privateJwk));
    expect(answer.reads.length).toBeGreaterThan(0);
    const auditor = await demo.as('auditor');
    const { entries } = await auditor.call<{ entries: { index: number }[] }>(
      'GET',
      '/v1/audit/entries?kind=agency_changed&limit=1',
    );
    const entry = await auditor.call<{ owner: { detail: string } }>(
      'GET',
      `/v1/audit/entries/${entries[0]?.index}`,
    );
    expect(JSON.parse(entry.owner.detail).changed).toEqual({ encryptionKey: publicJwk });
  });

  test('gets them signed only once the key is taken away', async () => {
    expect((await patch(null)).body).toMatchObject({ encryptionKey: null });
    const { body } = await ask(ENVELOPE);
    expect(JSON.parse(await openEnvelope(body, gatewayKeys))).toHaveProperty('reads');
  });

  test.each([
    ['with its private part', () => recipient().privateJwk],
    ['that is too short', () => recipient(1024).publicJwk],
    ['for another algorithm', () => ({ ...recipient().publicJwk, alg: 'RSA1_5' })],
    ['without a name', () => ({ ...recipient().publicJwk, kid: undefined })],
  ])('is not taken with a key %s', async (_what, key) => {
    expect((await patch(key())).status).toBe(422);
  });
});

/** A test of a sign-in: the gateway asks the issuer what it publishes, and says what holds and what to change. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from '../../../../gateway/identity/jose/generate-key-pair.ts';
import { openSignInTests } from '../../../../gateway/registry/identities/test-sign-in.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { serveOnLoopback } from '../../../setup/serve-on-loopback.ts';

const CALLBACK = 'https://alpr.example.gov/sign-in/callback';

let issuer: string;
let close: () => void;
let published: Record<string, unknown>;
let keys: unknown;
let asked: string[];

beforeAll(async () => {
  const server = await serveOnLoopback((request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    asked.push(url.pathname);
    const isKnown = url.searchParams.get('client_id') === 'pages';
    if (url.pathname === '/auth') {
      if (isKnown) response.setHeader('Location', `${CALLBACK}?error=login_required`);
      response.writeHead(isKnown ? 303 : 400).end();
    } else response.end(JSON.stringify(url.pathname === '/jwks' ? keys : published));
  });
  issuer = server.url;
  close = () => server.close();
});
beforeEach(() => {
  asked = [];
  keys = { keys: [{ ...generateKeyPair().publicJwk, kid: 'one' }] };
  published = {
    ...{
      issuer,
      jwks_uri: `${issuer}/jwks`,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
    },
    ...{
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      dpop_signing_alg_values_supported: ['ES256'],
    },
    claims_supported: ['sub', 'amr'],
  };
});
afterAll(() => close());

async function tested(clientId: string | null, pages = 'pages', allow = ['127.0.0.0/8']) {
  const testSignIn = openSignInTests({
    ...{ outbound: { allow }, callback: CALLBACK, pageClients: [{ issuer, clientId: pages }] },
  });
  const { ready, ticks } = await testSignIn({ issuer, jwksUri: `${issuer}/jwks`, clientId });
  return { ready, holds: Object.fromEntries(ticks.map(({ check, holds }) => [check, holds])), ticks };
}

describe('a test of a sign-in', () => {
  test('ticks what an issuer publishes, and that it sends people back', async () => {
    const { holds, ready } = await tested(null);
    const all = { discovery: true, keys: true, authorization: true, client_authentication: true };
    expect([ready, holds]).toEqual([true, { ...all, second_factor: true, redirect: true }]);
    expect((await tested('cad')).holds.redirect).toBeNull();
  });

  test.each([
    ['another name', () => ({ issuer: 'https://other.example' }), 'discovery', /register that name/],
    [
      'keys elsewhere',
      () => ({ jwks_uri: `${issuer}/other` }),
      'keys',
      /only the owner of the database moves it/,
    ],
    [
      'no place for people',
      () => ({ authorization_endpoint: undefined }),
      'authorization',
      /set up its authorization/,
    ],
    [
      'no bound tokens',
      () => ({ dpop_signing_alg_values_supported: [] }),
      'client_authentication',
      /lacks DPoP/,
    ],
  ])('says what to change where it publishes %s', async (_, changed, check, words) => {
    published = { ...published, ...changed() };
    const { ready, ticks } = await tested(null);
    expect(ready).toBe(false);
    expect(ticks.find((one) => one.check === check)).toMatchObject({
      holds: false,
      told: expect.stringMatching(words),
    });
  });

  test('says that a key set with a private key is unsafe, and repeats nothing of it', async () => {
    const { privateJwk } = generateKeyPair();
    keys = { keys: [{ ...privateJwk, kid: 'one' }] };
    const { ticks } = await tested(null);
    expect(ticks.find(({ check }) => check === 'keys')?.told).toBe(
      'the key set publishes a private or symmetric key',
    );
    expect(JSON.stringify(ticks)).not.toContain(privateJwk.d);
  });

  test('says which address to register where the issuer does not know it', async () => {
    const { ticks } = await tested(null, 'unknown');
    expect(ticks.at(-1)?.told).toBe(
      `it does not know the address: register ${CALLBACK} for the client unknown`,
    );
  });

  test('asks no address inside, and asks nobody more than three times at once', async () => {
    const { ticks } = await tested(null, 'pages', []);
    expect([asked, ticks]).toEqual([[], [expect.objectContaining({ check: 'discovery', holds: false })]]);
    const testSignIn = openSignInTests({ outbound: { allow: [] }, callback: CALLBACK, pageClients: [] });
    const order = { issuer, jwksUri: `${issuer}/jwks`, clientId: null };
    for (const _ of [1, 2, 3]) await testSignIn(order);
    await expect(testSignIn(order)).rejects.toThrow(/tested just now/);
  });
});

describe('over HTTP', () => {
  let admin: Administration;
  beforeAll(async () => {
    admin = await startAdministration();
  });
  afterAll(() => admin.close());

  test('an administrator tests an issuer, and a client that may sign in', async () => {
    const [{ id }] = (await admin.call('auditor', 'GET', '/v1/issuers')).body.issuers;
    const { body, status } = await admin.call('admin-1', 'POST', `/v1/issuers/${id}/test`);
    expect([status, body]).toEqual([200, expect.objectContaining({ clientId: null, ready: false })]);
    const again = async () => (await admin.call('admin-1', 'POST', `/v1/issuers/${id}/test`)).status;
    expect([await again(), await again(), await again()]).toEqual([200, 200, 429]);
    expect((await admin.call('admin-1', 'POST', '/v1/clients/99/test')).status).toBe(404);
  });
});

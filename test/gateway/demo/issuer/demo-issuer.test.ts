/** The demo's issuer as a process of its own: its login page, its restarts, its faults. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { connectAs } from '../../../../gateway/cli/client/http-client.ts';
import {
  type DemoIssuer,
  type DemoIssuerOptions,
  startDemoIssuer,
} from '../../../../gateway/demo/issuer/demo-issuer.ts';
import { generateKeyPair } from '../../../../gateway/identity/jose/generate-key-pair.ts';
import { prepareFlow, typeIn } from '../../identity/sign-in-at-issuer.ts';

const RESOURCE = 'http://127.0.0.1:9/gateway';
const PERSON = {
  login: 'alice@owner.invalid',
  password: 'correct horse battery staple',
  subject: 'alice',
  name: 'Alice Example',
  ori: 'CO0010300',
  totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
};
const LOCKED = { ...PERSON, login: 'bob@owner.invalid', subject: 'bob' };
const system = generateKeyPair();
const console_ = generateKeyPair();

let dataDir: string;
let options: DemoIssuerOptions;
let issuer: DemoIssuer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'demo-issuer-test-'));
  options = {
    host: '127.0.0.1',
    port: 0,
    resource: RESOURCE,
    dataDir,
    people: [PERSON, LOCKED],
    clients: [
      { clientId: 'system', publicJwk: system.publicJwk, ori: 'CO0010000', scope: 'alpr.query' },
      {
        clientId: 'console',
        publicJwk: console_.publicJwk,
        ori: 'CO0010300',
        scope: 'alpr.admin',
        redirectUris: [`${RESOURCE}/callback`],
      },
    ],
  };
  issuer = await startDemoIssuer(options);
});
afterAll(async () => {
  await issuer.stop();
  await rm(dataDir, { recursive: true });
});

/** What the console's browser sees when this is typed into the page. */
async function type(typed: Partial<typeof PERSON> & { code?: string }) {
  const site = {
    issuer,
    clientKeys: { console: console_.privateJwk },
    node: { url: RESOURCE },
    redirectUri: `${RESOURCE}/callback`,
  };
  const { url } = await prepareFlow(site);
  return typeIn(site, url, { ...PERSON, ...typed });
}

const codeAt = (ahead: number) =>
  new TOTP({ secret: Secret.fromBase32(PERSON.totpSecret) }).generate({ timestamp: Date.now() + ahead });

describe('the login page', () => {
  test.each([
    ['a wrong password', { password: 'wrong' }],
    ['an unknown login', { login: 'nobody' }],
    ['a code of ten minutes ago', { code: codeAt(-600_000) }],
    ['no code', { code: '' }],
    ['the password in place of the code', { code: PERSON.password }],
  ])('refuses %s, each in the same words', async (_, typed) => {
    const { status, text } = await type(typed);
    expect(status).toBe(403);
    expect(text).toContain('login, password or code is wrong');
  });

  test('takes a right code once, and not again', async () => {
    const code = codeAt(0);
    expect((await type({ code })).landed).toMatch(/^http:\/\/127\.0\.0\.1:9\/gateway\/callback\?code=/);
    expect((await type({ code })).status).toBe(403);
  });

  test('refuses even what is right after ten wrong attempts', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await type({ login: LOCKED.login, password: 'wrong' })).status).toBe(403);
    }
    expect((await type({ login: LOCKED.login })).status).toBe(403);
  });
});

describe('its clients', () => {
  const connect = (clientId: string, privateJwk: object, scope: string, resource = RESOURCE) =>
    connectAs({ issuer: issuer.issuer, clientId, privateJwk: { ...privateJwk }, scope, resource }, RESOURCE);
  const refusal = async (...asked: Parameters<typeof connect>) =>
    (await connect(...asked)).request('GET', '/').catch((error: Error) => error.message);

  test('get no token with a key that is not theirs', async () => {
    expect(await refusal('system', console_.privateJwk, 'alpr.query')).toMatch(/invalid_client/);
  });
  test('get none for another audience', async () => {
    expect(await refusal('system', system.privateJwk, 'alpr.query', 'https://other.invalid')).toMatch(
      /invalid_target/,
    );
  });
  test("get none with a scope beyond theirs, nor in a people's client's name without a person", async () => {
    expect(await refusal('system', system.privateJwk, 'alpr.admin')).toMatch(/invalid_scope/);
    expect(await refusal('console', console_.privateJwk, 'alpr.admin')).toMatch(/grant type is not allowed/);
  });
  test('are told what to do where it is not running', async () => {
    const credentials = {
      issuer: 'http://127.0.0.1:1',
      clientId: 'x',
      privateJwk: { ...system.privateJwk },
      scope: 'x',
      resource: RESOURCE,
    };
    await expect(connectAs(credentials, RESOURCE)).rejects.toThrow(/is it running\?/);
    await expect(connectAs({ ...credentials, issuer: 'http://issuer.invalid' }, RESOURCE)).rejects.toThrow(
      /use https/,
    );
    await expect(
      connectAs({ ...credentials, privateJwk: system.publicJwk as never }, RESOURCE),
    ).rejects.toThrow(/with `d`/);
  });
});

describe('the process', () => {
  test('keeps its signing key, readable by its owner only, so that a restart leaves tokens valid', async () => {
    const keysOf = async ({ jwksUri }: DemoIssuer) => (await fetch(jwksUri)).json();
    const before = await keysOf(issuer);
    expect((await stat(join(dataDir, 'demo-issuer-key.json'))).mode & 0o777).toBe(0o600);
    await issuer.stop();
    await expect(fetch(issuer.jwksUri)).rejects.toThrow();
    issuer = await startDemoIssuer(options);
    expect(await keysOf(issuer)).toEqual(before);
    expect(JSON.stringify(before)).not.toContain('"d"');
  });

  test('says why it did not start', async () => {
    const port = Number(new URL(issuer.issuer).port);
    await expect(startDemoIssuer({ ...options, port })).rejects.toThrow(/did not start: .*EADDRINUSE/);
  });
});

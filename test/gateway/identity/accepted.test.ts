/** Who is accepted, as whom, and for how long. The demo's issuer, openid-client and PostgreSQL are real. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { seconds, thumbprintOf } from '../../setup/mint.ts';
import { sendBent } from './bent/bent-request.ts';
import { ADAMS, ADAMS_JAIL, OWNER } from './cast.ts';
import { connectClient } from './connect-client.ts';
import { ALPR, type Answer } from './resource-server.ts';
import { signInAtIssuer } from './sign-in-at-issuer.ts';
import { useKit } from './use-kit.ts';

const kit = useKit();

const subjectOf = ({ text }: Pick<Answer, 'text'>) => JSON.parse(text).subject;

describe("a partner's system", () => {
  test('is its agency by registration, and bound to its key', async () => {
    const client = await connectClient(kit.fixture, 'adams', 'alpr.query');
    const { status, body } = await client.request('POST', '/v1/queries', { any: 'thing' });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        subject: {
          kind: 'system',
          issuer: kit.fixture.issuer.issuer,
          clientId: 'adams',
          identities: 0,
          agencyId: expect.any(Number),
          ori: ADAMS,
          personId: null,
          roles: [],
          mfa: false,
          authenticatedAt: null,
          senderConstrained: true,
        },
        keyThumbprint: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
  });

  test('may name any ORI of its own entity in the token; it stays the registered one', async () => {
    const answer = await sendBent(kit, { token: { claims: { ori: ADAMS_JAIL } } });
    expect(subjectOf(answer)).toMatchObject({ ori: ADAMS });
  });

  test.each([
    ['a list of audiences', { aud: 'list' }, {}],
    ['the long form of typ (RFC 9068 §4)', {}, { typ: 'application/at+jwt' }],
  ])('may come with %s', async (_, claims, header) => {
    const aud = 'aud' in claims ? ['https://other.invalid', kit.fixture.node.url] : kit.fixture.node.url;
    expect(await sendBent(kit, { token: { claims: { aud }, header } })).toMatchObject({ status: 200 });
  });

  test('may prove with an RSA key, and write its URL in another spelling', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
    const own = rsa as Record<string, unknown>;
    const bent = {
      token: { claims: { cnf: { jkt: thumbprintOf(own) } } },
      proof: { key: own, claims: { htu: `${kit.fixture.node.url.toUpperCase()}/v1/x/../queries?any#thing` } },
    };
    expect(await sendBent(kit, bent)).toMatchObject({ status: 200 });
    expect(await sendBent(kit, { path: '/v1/queries?limit=1' })).toMatchObject({ status: 200 });
  });

  test('gets no scope that its registration at the issuer does not hold', async () => {
    await expect(
      connectClient(kit.fixture, 'adams', 'alpr.admin').then((c) => c.request('GET', '/v1/grants')),
    ).rejects.toThrow(/`adams` got no token from .*invalid_scope/);
  });
});

describe('a person', () => {
  test('signs in with password and one-time code, and is a person with two factors', async () => {
    const before = seconds();
    const tokens = await signInAtIssuer(kit.fixture, kit.fixture.people[0]);
    const answer = await tokens.ask('GET', '/v1/grants');
    const subject = subjectOf(answer);
    expect(answer.status).toBe(200);
    expect(subject).toMatchObject({
      kind: 'person',
      clientId: 'console',
      ori: OWNER,
      roles: ['sharing_admin'],
      mfa: true,
      personId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(subject.authenticatedAt).toBeGreaterThanOrEqual(before * 1000 - 1000);
  });

  test('is the same person as the client of the command line that acts for them', async () => {
    const alice = await kit.fixture.pool.query(`SELECT id FROM person WHERE subject = 'alice'`);
    const cli = await connectClient(kit.fixture, 'alice-cli', 'alpr.admin');
    const { body } = await cli.request('GET', '/v1/grants');
    expect(body).toMatchObject({
      subject: { kind: 'system', personId: alice.rows[0].id, roles: ['sharing_admin'], mfa: false },
    });
  });

  const person = { sub: 'alice', client_id: 'console', ori: OWNER };
  test('without a second factor is told apart, and so is one who does not say when', async () => {
    const weak = await sendBent(kit, {
      token: { claims: { ...person, auth_time: seconds(), amr: ['pwd'] } },
    });
    expect(subjectOf(weak)).toMatchObject({ kind: 'person', mfa: false });
    const timeless = await sendBent(kit, { token: { claims: { ...person, amr: ['mfa'] } } });
    expect(subjectOf(timeless)).toMatchObject({ kind: 'person', mfa: true, authenticatedAt: null });
  });
});

test("the metadata of the protected resource (RFC 9728) names what a client needs, and the owner's issuer alone", async () => {
  const { status, text } = await kit.fixture.node.ask('GET', '/.well-known/oauth-protected-resource', []);
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({
    resource: kit.fixture.node.url,
    authorization_servers: [kit.fixture.issuer.issuer],
    jwks_uri: `${kit.fixture.node.url}/.well-known/jwks.json`,
    scopes_supported: ['alpr.query', 'alpr.admin', 'alpr.records', 'alpr.ask'],
    bearer_methods_supported: ['header'],
    resource_name: 'ALPR sharing gateway',
    dpop_signing_alg_values_supported: ['ES256', 'PS256'],
    dpop_bound_access_tokens_required: true,
    tls_client_certificate_bound_access_tokens: false,
    alpr_request: ['asker', 'incident'],
    alpr_ori: OWNER,
    alpr_log_key: ALPR.logKey,
    alpr_log: `${kit.fixture.node.url}/log`,
    alpr_retention_days: 30,
    alpr_policy: `${kit.fixture.node.url}/transparency`,
  });
});

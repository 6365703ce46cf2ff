/** Who is accepted, as whom, and for how long. The demo's issuer, openid-client and PostgreSQL are real. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectAs } from '../../../gateway/cli/http-client.ts';
import { generateKeyPair } from '../../../gateway/identity/generate-key-pair.ts';
import { claimProof, forgetExpiredProofs } from '../../../gateway/identity/proofs-store.ts';
import { both, type Kit, makeProof, makeToken, sendBent } from './bent-request.ts';
import { ADAMS, ADAMS_JAIL, OWNER } from './cast.ts';
import { type IdentityFixture, startIdentityFixture } from './identity-fixture.ts';
import { seconds } from './mint.ts';
import { type Answer, listenAnywhere, startResourceServer } from './resource-server.ts';
import { signInAtIssuer } from './sign-in-at-issuer.ts';

let fixture: IdentityFixture;
let kit: Kit;

beforeAll(async () => {
  fixture = await startIdentityFixture();
  kit = { fixture, own: { ...generateKeyPair().privateJwk }, foreign: { ...generateKeyPair().privateJwk } };
});
afterAll(() => fixture.stop());

const subjectOf = ({ text }: Pick<Answer, 'text'>) => JSON.parse(text).subject;
const connect = (clientId: string, scope: string) =>
  connectAs(
    {
      issuer: fixture.issuer.issuer,
      clientId,
      privateJwk: { ...fixture.clientKeys[clientId] },
      scope,
      resource: fixture.node.url,
    },
    fixture.node.url,
  );

describe("a partner's system", () => {
  test('is its agency by registration, and bound to its key', async () => {
    const client = await connect('adams', 'alpr.query');
    const { status, body } = await client.request('POST', '/v1/queries', { any: 'thing' });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        subject: {
          kind: 'system',
          issuer: fixture.issuer.issuer,
          clientId: 'adams',
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
    const aud = 'aud' in claims ? ['https://other.invalid', fixture.node.url] : fixture.node.url;
    expect(await sendBent(kit, { token: { claims: { aud }, header } })).toMatchObject({ status: 200 });
  });

  test('may prove with an RSA key, and write its URL in another spelling', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { thumbprintOf } = await import('./mint.ts');
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
    const own = rsa as Record<string, unknown>;
    const bent = {
      token: { claims: { cnf: { jkt: thumbprintOf(own) } } },
      proof: { key: own, claims: { htu: `${fixture.node.url.toUpperCase()}/v1/x/../queries?any#thing` } },
    };
    expect(await sendBent(kit, bent)).toMatchObject({ status: 200 });
    expect(await sendBent(kit, { path: '/v1/queries?limit=1' })).toMatchObject({ status: 200 });
  });

  test('gets no scope that its registration at the issuer does not hold', async () => {
    await expect(connect('adams', 'alpr.admin').then((c) => c.request('GET', '/v1/grants'))).rejects.toThrow(
      /`adams` got no token from .*invalid_scope/,
    );
  });
});

describe('a person', () => {
  test('signs in with password and one-time code, and is a person with two factors', async () => {
    const before = seconds();
    const tokens = await signInAtIssuer(fixture, fixture.people[0]);
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
    const alice = await fixture.pool.query(`SELECT id FROM person WHERE subject = 'alice'`);
    const cli = await connect('alice-cli', 'alpr.admin');
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

describe('a proof counts once', () => {
  const twice = async (ask: (token: string, proof: string) => Promise<Answer>) => {
    const token = makeToken(kit, {}, kit);
    const proof = makeProof(kit, token, {});
    const first = await fixture.node.ask('POST', '/v1/queries', both(token, proof));
    return [first, await ask(token, proof)] as const;
  };
  const expectReplay = ([first, second]: readonly [Answer, Answer]) => {
    expect(first.status).toBe(200);
    expect(second).toMatchObject({ status: 401, challenge: expect.stringContaining('invalid_dpop_proof') });
    expect(second.text).toContain('used before');
  };

  test('on the node that saw it', async () => {
    expectReplay(await twice((...sent) => fixture.node.ask('POST', '/v1/queries', both(...sent))));
  });

  test('on another node that never did', async () => {
    const other = await startResourceServer(fixture.pool, await listenAnywhere(), {
      resource: fixture.node.url,
    });
    try {
      expectReplay(await twice((...sent) => other.ask('POST', '/v1/queries', both(...sent))));
    } finally {
      await other.stop();
    }
  });

  test('and of twenty copies sent at once, one', async () => {
    const token = makeToken(kit, {}, kit);
    const proof = makeProof(kit, token, {});
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => fixture.node.ask('POST', '/v1/queries', both(token, proof))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(19);
  });

  test('also when the same identifier comes with other contents', async () => {
    const jti = crypto.randomUUID();
    const token = makeToken(kit, {}, kit);
    const answers: number[] = [];
    for (const iat of [seconds(), seconds() - 5]) {
      const proof = makeProof(kit, token, { claims: { jti, iat } });
      answers.push((await fixture.node.ask('POST', '/v1/queries', both(token, proof))).status);
    }
    expect(answers).toEqual([200, 401]);
  });

  test('marks are forgotten only after their proofs are too old to be accepted', async () => {
    const mark = (name: string, ahead: number) => ({
      hash: Buffer.from(name.padEnd(32)),
      expiresAt: new Date(Date.now() + ahead),
    });
    expect(await claimProof(fixture.pool, mark('old', -1000))).toBe(true);
    expect(await claimProof(fixture.pool, mark('young', 60_000))).toBe(true);
    expect(await forgetExpiredProofs(fixture.pool)).toBe(1);
    expect(await claimProof(fixture.pool, mark('young', 60_000))).toBe(false);
    const { rows } = await fixture.pool.query(
      `SELECT count(*)::int AS n FROM proof_used WHERE expires_at < clock_timestamp() + interval '60 s'`,
    );
    // Only `young`: the marks of real proofs live longer than the 70 s in which they could be accepted.
    expect(rows[0].n).toBe(1);
  });
});

describe('a token known by its hash', () => {
  test('is refused as soon as its client is removed, and not before', async () => {
    const client = await connect('leaving', 'alpr.query');
    expect((await client.request('POST', '/v1/queries')).status).toBe(200);
    await fixture.node.identity.registrations.reload();
    expect((await client.request('POST', '/v1/queries')).status).toBe(200);
    await fixture.pool.query(`UPDATE client_registration SET status = 'removed' WHERE client_id = 'leaving'`);
    await fixture.node.identity.registrations.reload();
    const { status, body, headers } = await client.request('POST', '/v1/queries');
    expect(status).toBe(401);
    expect(body).toMatchObject({ detail: 'the access token is not accepted here' });
    expect(headers.get('WWW-Authenticate')).toContain('error="invalid_token"');
  });

  test('follows a change of its registration with the next request', async () => {
    const token = makeToken(kit, { claims: { sub: 'alice-cli', client_id: 'alice-cli', ori: OWNER } }, kit);
    const ask = () => fixture.node.ask('POST', '/v1/queries', both(token, makeProof(kit, token, {})));
    const roles = (list: string) =>
      fixture.pool.query(`UPDATE person SET roles = $1 WHERE subject = 'alice'`, [list]);
    expect(subjectOf(await ask()).roles).toEqual(['sharing_admin']);
    try {
      await roles('{auditor}');
      await fixture.node.identity.registrations.reload();
      expect(subjectOf(await ask()).roles).toEqual(['auditor']);
    } finally {
      await roles('{sharing_admin}');
      await fixture.node.identity.registrations.reload();
    }
  });

  test('is refused once it expires', async () => {
    let ahead = 0;
    const node = await startResourceServer(fixture.pool, await listenAnywhere(), {
      resource: fixture.node.url,
      now: () => Date.now() + ahead,
    });
    try {
      const token = makeToken(kit, {}, kit);
      const ask = (iat: number) =>
        node.ask('POST', '/v1/queries', both(token, makeProof(kit, token, { claims: { iat } })));
      expect((await ask(seconds())).status).toBe(200);
      ahead = 301_000;
      const late = await ask(seconds() + 301);
      expect(late).toMatchObject({ status: 401, challenge: expect.stringContaining('invalid_token') });
      expect(late.text).toContain('expired');
    } finally {
      await node.stop();
    }
  });
});

describe('nonces (RFC 9449 §9)', () => {
  test('a proof without one, or with a made-up one, is refused where the node asks for them', async () => {
    const listening = await listenAnywhere();
    const node = await startResourceServer(fixture.pool, listening, {
      resource: fixture.node.url,
      requireNonce: true,
    });
    try {
      const token = makeToken(kit, {}, kit);
      const ask = (nonce?: unknown) =>
        node.ask('POST', '/v1/queries', both(token, makeProof(kit, token, { claims: { nonce } })));
      const without = await ask();
      expect(without).toMatchObject({ status: 401, challenge: expect.stringContaining('use_dpop_nonce') });
      const nonce = without.headers['dpop-nonce'];
      expect((await ask(nonce)).status).toBe(200);
      expect(await ask('made-up')).toMatchObject({ status: 401, headers: { 'dpop-nonce': nonce } });
    } finally {
      await node.stop();
    }
  });

  test('openid-client takes the nonce and sends the request again by itself', async () => {
    const listening = await listenAnywhere();
    const strict = await startIdentityFixture({ requireNonce: true });
    await new Promise((done) => listening.server.close(done));
    try {
      const client = await connectAs(
        {
          issuer: strict.issuer.issuer,
          clientId: 'adams',
          privateJwk: { ...strict.clientKeys.adams },
          scope: 'alpr.query',
          resource: strict.node.url,
        },
        strict.node.url,
      );
      expect((await client.request('POST', '/v1/queries', {})).status).toBe(200);
    } finally {
      await strict.stop();
    }
  });
});

test('the metadata of the protected resource (RFC 9728) names what a client needs, and no issuer', async () => {
  const { status, text } = await fixture.node.ask('GET', '/.well-known/oauth-protected-resource', []);
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({
    resource: fixture.node.url,
    jwks_uri: `${fixture.node.url}/.well-known/jwks.json`,
    scopes_supported: ['alpr.query', 'alpr.admin'],
    bearer_methods_supported: ['header'],
    resource_name: 'ALPR sharing gateway',
    dpop_signing_alg_values_supported: ['ES256', 'PS256'],
    dpop_bound_access_tokens_required: true,
    tls_client_certificate_bound_access_tokens: false,
  });
});

/** Tokens bound to a client certificate (RFC 8705), where a TLS-terminating proxy hands it over. */
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { trustedProxies } from '../../../gateway/http/trusted-proxies.ts';
import { generateKeyPair } from '../../../gateway/identity/jose/generate-key-pair.ts';
import { type Kit, makeProof, makeToken } from './bent/bent-request.ts';
import { CERTIFICATES } from './certificates.ts';
import { type IdentityFixture, startIdentityFixture } from './identity-fixture.ts';
import { listenAnywhere, type ResourceServer, startResourceServer } from './resource-server.ts';

const HEADER = 'Client-Cert';
/** SHA-256 of the DER form, as `openssl x509 -outform der | sha256sum` gives it. */
const THUMBPRINT = Buffer.from(
  '3384a75b2b2618d423a3ece6d0dcf7325dd68771b5754bb23fda32bdc2ea8ac5',
  'hex',
).toString('base64url');
const der = (pem: string) => `:${new X509Certificate(pem).raw.toString('base64')}:`;
const [own, foreign] = CERTIFICATES;

let fixture: IdentityFixture;
let behindProxy: ResourceServer;
let kit: Kit;
let token: string;

beforeAll(async () => {
  fixture = await startIdentityFixture();
  behindProxy = await startResourceServer(fixture.pool, await listenAnywhere(), {
    resource: fixture.node.url,
    certificateHeader: HEADER,
    isTrustedProxy: trustedProxies(['127.0.0.1']),
  });
  kit = { fixture, own: { ...generateKeyPair().privateJwk }, foreign: { ...generateKeyPair().privateJwk } };
  token = makeToken(kit, { claims: { cnf: { 'x5t#S256': THUMBPRINT } } }, kit);
});
afterAll(async () => {
  await behindProxy.stop();
  await fixture.stop();
});

type Headers = readonly (readonly [string, string])[];
const ask = (headers: Headers, node = behindProxy) => node.ask('POST', '/v1/queries', headers);
const bearer = (text = token): readonly [string, string] => ['Authorization', `Bearer ${text}`];

describe('a certificate-bound token is accepted', () => {
  test.each([
    ['as RFC 9440 writes it', der(own)],
    ['as PEM in percent-encoding', encodeURIComponent(own)],
  ])('with its certificate %s', async (_, certificate) => {
    const answer = await ask([bearer(), [HEADER, certificate]]);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({
      subject: { clientId: 'adams', senderConstrained: true },
      keyThumbprint: THUMBPRINT,
    });
  });

  test('beside DPoP, which stays as it was', async () => {
    const bound = makeToken(kit, {}, kit);
    const headers = [
      ['Authorization', `DPoP ${bound}`],
      ['DPoP', makeProof(kit, bound, {})],
    ] as const;
    expect((await ask(headers)).status).toBe(200);
  });
});

describe('a certificate-bound token is refused', () => {
  const cases: readonly [string, () => Headers, RegExp][] = [
    ['without a certificate', () => [bearer()], /without the client certificate/],
    ['with another certificate', () => [bearer(), [HEADER, der(foreign)]], /bound to another/],
    [
      'with two certificates',
      () => [bearer(), [HEADER, der(own)], [HEADER, der(own)]],
      /without the client certificate/,
    ],
    [
      'with what is not a certificate',
      () => [bearer(), [HEADER, ':AAAA:']],
      /without the client certificate/,
    ],
    [
      'with a certificate too long',
      () => [bearer(), [HEADER, `:${'A'.repeat(9000)}:`]],
      /without the client certificate/,
    ],
    [
      'with broken percent-encoding',
      () => [bearer(), [HEADER, '%E0%A4%A']],
      /without the client certificate/,
    ],
    [
      'when it is bound to nothing',
      () => [bearer(makeToken(kit, { claims: { cnf: undefined } }, kit)), [HEADER, der(own)]],
      /not bound/,
    ],
    ['when it is bound to a key', () => [bearer(makeToken(kit, {}, kit)), [HEADER, der(own)]], /not bound/],
    [
      'when a stranger signed it',
      () => [
        bearer(
          makeToken(
            kit,
            { claims: { cnf: { 'x5t#S256': THUMBPRINT } }, key: generateKeyPair().privateJwk },
            kit,
          ),
        ),
        [HEADER, der(own)],
      ],
      /not accepted/,
    ],
    [
      'when it has expired',
      () => [
        bearer(makeToken(kit, { claims: { cnf: { 'x5t#S256': THUMBPRINT }, exp: 1 } }, kit)),
        [HEADER, der(own)],
      ],
      /expired/,
    ],
  ];
  test.each(cases)('%s', async (_, headers, says) => {
    const { status, challenge, text } = await ask(headers());
    expect(status).toBe(401);
    expect(challenge).toMatch(/^Bearer error="invalid_token"/);
    expect(JSON.parse(text).detail).toMatch(says);
  });

  test('with its certificate, sent straight to the port by somebody who is none of the proxies', async () => {
    const resource = fixture.node.url;
    const node = await startResourceServer(fixture.pool, await listenAnywhere(), {
      ...{
        resource,
        certificateHeader: HEADER,
        isTrustedProxy: trustedProxies(['10.1.2.3', '192.0.2.0/24']),
      },
    });
    try {
      const answer = await ask([bearer(), [HEADER, der(own)], ['X-Forwarded-For', '10.1.2.3']], node);
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.text).detail).toMatch(/without the client certificate/);
    } finally {
      await node.stop();
    }
  });

  test('with a certificate whose time is over while its connection lasts, with the same token', async () => {
    let now = Date.now();
    const resource = fixture.node.url;
    const node = await startResourceServer(fixture.pool, await listenAnywhere(), {
      ...{
        resource,
        certificateHeader: HEADER,
        isTrustedProxy: trustedProxies(['127.0.0.1']),
        now: () => now,
      },
    });
    try {
      expect((await ask([bearer(), [HEADER, der(own)]], node)).status).toBe(200);
      now = Date.parse(new X509Certificate(own).validTo);
      expect(JSON.parse((await ask([bearer(), [HEADER, der(own)]], node)).text).detail).toMatch(
        /without the client certificate/,
      );
    } finally {
      await node.stop();
    }
  });

  test('with its certificate, where no proxy is configured: the header is not believed', async () => {
    const answer = await ask([bearer(), [HEADER, der(own)]], fixture.node);
    expect(answer).toMatchObject({
      status: 401,
      challenge: expect.stringContaining('DPoP error="invalid_token"'),
    });
  });
});

test('a request without credentials is told both schemes, and so is the reader of the metadata', async () => {
  const { challenge } = await ask([]);
  expect(challenge).toMatch(/^DPoP scope="alpr.query".*, Bearer scope="alpr.query"/);
  const { text } = await behindProxy.ask('GET', '/.well-known/oauth-protected-resource', []);
  expect(JSON.parse(text)).toMatchObject({
    dpop_bound_access_tokens_required: false,
    tls_client_certificate_bound_access_tokens: true,
  });
});

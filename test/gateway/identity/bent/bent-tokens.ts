/** Every way in which the text and the claims of an access token are refused, one line each. */
import { createHmac, createPublicKey, type JsonWebKey, sign } from 'node:crypto';
import { generateKeyPair, publicHalf } from '../../../../gateway/identity/jose/generate-key-pair.ts';
import { base64url, type Members, publicPart, seconds, thumbprintOf } from '../../../setup/mint.ts';
import { OWNER } from '../cast.ts';
import { claims, FORM, header, type RefusedCase, SAME, text, token } from '../refused-case.ts';
import type { Kit } from './bent-request.ts';

const now = seconds();
/** The text with one of its three parts replaced. */
const part = (jws: string, at: number, bend: (part: string) => string) =>
  jws
    .split('.')
    .map((each, index) => (index === at ? bend(each) : each))
    .join('.');
const swapHeader = (jws: string, members: Members) =>
  part(jws, 0, (old) => base64url({ ...JSON.parse(Buffer.from(old, 'base64url').toString()), ...members }));

function hmacWith(jws: string, secret: string): string {
  const [head, body] = swapHeader(jws, { alg: 'HS256' }).split('.');
  return `${head}.${body}.${createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')}`;
}

const pemOf = ({ fixture }: Kit) =>
  createPublicKey({ key: { ...fixture.issuerKey } as JsonWebKey, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();

const stranger = generateKeyPair();
const alice = { sub: 'alice', client_id: 'console', ori: OWNER, auth_time: now - 60, amr: ['pwd', 'otp'] };

export const TOKENS: readonly RefusedCase[] = [
  claims('a token of 9,000 characters', { padding: 'x'.repeat(6000) }, /longer than 8192/),
  text('a text that is not a token', () => 'abc'),
  text('a token without its signature part', (jws) => jws.split('.').slice(0, 2).join('.')),
  text('a token in five parts', (jws) => `${jws}.AAAA.AAAA`),
  text('a payload that is no JSON', (jws) => part(jws, 1, () => base64url('not json'))),
  text('a payload that is not an object', (jws) => part(jws, 1, () => base64url('null'))),
  text('bits beyond the end of the signature', (jws) =>
    // 64 bytes leave four bits of the last character unused: the next character stands for the same bytes.
    part(jws, 2, (old) => `${old.slice(0, -1)}${String.fromCharCode(old.charCodeAt(old.length - 1) + 1)}`),
  ),
  header('algorithm none', { alg: 'none' }),
  text('algorithm none, no signature', (jws) => part(swapHeader(jws, { alg: 'none' }), 2, () => '')),
  text('algorithm None in mixed case', (jws) => swapHeader(jws, { alg: 'nOnE' })),
  text('HS256 with the public key as PEM', (jws, kit) => hmacWith(jws, pemOf(kit))),
  text('HS256 with the public key as JWK', (jws, { fixture }) =>
    hmacWith(jws, JSON.stringify(publicHalf(fixture.issuerKey))),
  ),
  header('algorithm RS256', { alg: 'RS256' }),
  header('algorithm ES384', { alg: 'ES384' }),
  header('algorithm ES256 in lower case', { alg: 'es256' }),
  token('algorithm PS256 for the issuer key, which is for ES256', { header: { alg: 'PS256' } }, SAME),
  header('a token that is not an access token (typ JWT)', { typ: 'JWT' }),
  header('a token without typ', { typ: undefined }),
  header('a proof in place of a token', { typ: 'dpop+jwt' }),
  header('a token that names no key', { kid: undefined }),
  token('a key that the issuer does not publish', { header: { kid: 'unknown' } }, SAME),
  token(
    "another trusted issuer's key",
    ({ fixture }) => ({ header: { kid: fixture.partnerKey.kid }, key: fixture.partnerKey }),
    SAME,
  ),
  token("a stranger's key under the issuer's kid", { key: stranger.privateJwk }, SAME),
  header('a key of its own in the header', { jwk: publicPart({ ...stranger.publicJwk }) }),
  token(
    'a key of its own in the header, signed with it',
    { header: { jwk: stranger.publicJwk }, key: stranger.privateJwk },
    FORM,
  ),
  header('a place to fetch a key from', { jku: 'http://127.0.0.1:1/jwks' }),
  header('a certificate in the header', { x5c: ['MIIB'] }),
  header('a critical extension', { crit: ['exp'] }),
  header('a compressed payload', { zip: 'DEF' }),
  header('an unencoded payload', { b64: false }),
  text(
    'an altered payload',
    (jws) =>
      part(jws, 1, (old) =>
        base64url({ ...JSON.parse(Buffer.from(old, 'base64url').toString()), scope: 'alpr.admin' }),
      ),
    SAME,
  ),
  text('no signature', (jws) => part(jws, 2, () => ''), SAME),
  text('a signature of zeros', (jws) => part(jws, 2, () => Buffer.alloc(64).toString('base64url')), SAME),
  token(
    'a signature in DER form',
    {
      text: (jws, { fixture }) =>
        part(jws, 2, () =>
          sign('sha256', Buffer.from(jws.slice(0, jws.lastIndexOf('.'))), {
            key: { ...fixture.issuerKey } as JsonWebKey,
            format: 'jwk',
            dsaEncoding: 'der',
          } as Parameters<typeof sign>[2]).toString('base64url'),
        ),
    },
    SAME,
  ),
  claims('an issuer that nobody trusts', { iss: 'https://issuer.invalid' }, SAME),
  token(
    "the issuer's name with a slash more",
    ({ fixture }) => ({ claims: { iss: `${fixture.issuer.issuer}/` } }),
    SAME,
  ),
  claims('no issuer', { iss: undefined }, SAME),
  token('a list of issuers', ({ fixture }) => ({ claims: { iss: [fixture.issuer.issuer] } }), SAME),
  claims('another audience', { aud: 'https://other.invalid' }, /another audience/),
  claims('no audience', { aud: undefined }, /another audience/),
  claims('a list of other audiences', { aud: ['https://other.invalid', 'adams'] }, /another audience/),
  token(
    "the audience's name with a slash more",
    ({ fixture }) => ({ claims: { aud: `${fixture.node.url}/` } }),
    /another audience/,
  ),
  claims('a token that has expired', { exp: now - 1 }, /expired/),
  claims('a token that lives for two hours', { exp: now + 7_200 }, /lives longer than 3600 s/),
  claims('a token issued long ago, to live until soon', { iat: now - 3_900 }, /lives longer than 3600 s/),
  claims('a token without expiry', { exp: undefined }, /lacks exp/),
  claims('an expiry that is text', { exp: String(now + 300) }, /lacks exp/),
  claims('a token from the future', { iat: now + 300 }, /in the future/),
  claims('no time of issue', { iat: undefined }, /lacks exp or iat/),
  claims('a token that is not valid yet', { nbf: now + 300 }, /not valid yet/),
  claims('a beginning that is text', { nbf: '0' }, /not valid yet/),
  claims('no identifier', { jti: undefined }, /lacks jti/),
  claims('no subject', { sub: undefined }, /lacks sub/),
  claims('an empty subject', { sub: '' }, /lacks sub/),
  claims('no client', { client_id: undefined }, /lacks client_id/),
  claims('a client that is a number', { client_id: 7 }, /lacks client_id/),
  claims('a scope that is a list', { scope: ['alpr.query'] }, /scope that is not a string/),
  claims('an amr that is text', { ...alice, amr: 'mfa' }, /amr that is not a list/),
  claims('an acr that is a number', { ...alice, acr: 2 }, /acr that is not a string/),
  claims('a sign-in in the future', { ...alice, auth_time: now + 3600 }, /auth_time/),
  claims('a token that is bound to nothing', { cnf: undefined }, /not bound/),
  claims('an empty confirmation', { cnf: {} }, /not bound/),
  claims('a confirmation that is null', { cnf: null }, /not bound/),
  claims('a confirmation by a whole key', { cnf: { jwk: stranger.publicJwk } }, /not bound/),
  claims('a thumbprint of impossible length', { cnf: { jkt: 'short' } }, /not bound/),
  claims(
    'a token bound to a certificate, sent with a proof',
    { cnf: { 'x5t#S256': thumbprintOf({ ...stranger.publicJwk }) } },
    /not bound/,
  ),
  token(
    'a token bound twice',
    ({ own }) => ({ claims: { cnf: { jkt: thumbprintOf(own), 'x5t#S256': thumbprintOf(own) } } }),
    /not bound/,
  ),
  token(
    'a token bound to another key',
    ({ foreign }) => ({ claims: { cnf: { jkt: thumbprintOf(foreign) } } }),
    /bound to another key/,
  ),
];

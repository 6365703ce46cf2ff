/** Every way in which a DPoP proof is refused (RFC 9449 §4.3), one line each. */
import { generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import { base64url, hashOf, type Members, publicPart, seconds, thumbprintOf } from '../../../setup/mint.ts';
import type { RefusedCase } from '../refused-case.ts';
import type { BentRequest, Kit } from './bent-request.ts';

const now = seconds();
const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ format: 'jwk' }) as Members;
const weak = rsa(1024);
const strong = rsa(2048);
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({
  format: 'jwk',
}) as Members;

const proof = (
  name: string,
  bend: BentRequest['proof'],
  says: RegExp,
  error = 'invalid_dpop_proof',
): RefusedCase => ({
  name,
  proof: bend ?? {},
  error,
  says,
});
const header = (name: string, members: Members, says: RegExp) => proof(name, { header: members }, says);
const claims = (name: string, members: Members, says: RegExp) => proof(name, { claims: members }, says);
const text = (name: string, bend: (text: string, kit: Kit) => string, says: RegExp) =>
  proof(name, { text: bend }, says);
const sent = (name: string, send: NonNullable<RefusedCase['send']>, says: RegExp): RefusedCase => ({
  name,
  send,
  error: 'invalid_dpop_proof',
  says,
});
const replaced = (jws: string, at: number, by: string) =>
  jws
    .split('.')
    .map((part, index) => (index === at ? by : part))
    .join('.');
const jwk = (name: string, bend: (own: Members) => unknown, says: RegExp) =>
  proof(name, ({ own }) => ({ header: { jwk: bend(publicPart(own)) } }), says);
const url = (name: string, bend: (own: string) => unknown) =>
  proof(name, ({ fixture }) => ({ claims: { htu: bend(`${fixture.node.url}/v1/queries`) } }), /htu/);

export const PROOFS: readonly RefusedCase[] = [
  sent('no proof', (token) => [['Authorization', `DPoP ${token}`]], /header with the proof is missing/),
  sent(
    'an empty proof',
    (token) => [
      ['Authorization', `DPoP ${token}`],
      ['DPoP', ''],
    ],
    /not a JWS/,
  ),
  sent(
    'two proofs in two headers',
    (token, own) => [
      ['Authorization', `DPoP ${token}`],
      ['DPoP', own],
      ['dpop', own],
    ],
    /two DPoP headers/,
  ),
  sent(
    'two proofs in one header',
    (token, own) => [
      ['Authorization', `DPoP ${token}`],
      ['DPoP', `${own}, ${own}`],
    ],
    /not a JWS/,
  ),
  sent(
    'the token in place of a proof',
    (token) => [
      ['Authorization', `DPoP ${token}`],
      ['DPoP', token],
    ],
    /typ/,
  ),
  claims('a proof of 5,000 characters', { padding: 'x'.repeat(4000) }, /longer than 4096/),
  text('a text that is not a proof', () => 'abc', /not a JWS/),
  text('a proof without signature', (jws) => replaced(jws, 2, ''), /not a JWS/),
  text('a header that is no JSON', (jws) => replaced(jws, 0, base64url('no json')), /header is not JSON/),
  text('a header that is a list', (jws) => replaced(jws, 0, base64url([])), /header is not an object/),
  text('a payload that is no JSON', (jws) => replaced(jws, 1, base64url('no json')), /payload is not JSON/),
  text('a payload that is a list', (jws) => replaced(jws, 1, base64url([])), /payload is not an object/),
  header('typ JWT', { typ: 'JWT' }, /typ/),
  header('no typ', { typ: undefined }, /typ/),
  header('typ of a token', { typ: 'at+jwt' }, /typ/),
  header('algorithm none', { alg: 'none' }, /alg is neither/),
  header('algorithm HS256', { alg: 'HS256' }, /alg is neither/),
  header('algorithm RS256', { alg: 'RS256' }, /alg is neither/),
  header('PS256 for a key on a curve', { alg: 'PS256' }, /PS256 needs/),
  proof('ES256 for an RSA key', { key: strong, header: { alg: 'ES256' } }, /ES256 needs/),
  header('a critical extension', { crit: ['iat'] }, /beside typ, alg and jwk/),
  header('a place to fetch a key from', { jku: 'http://127.0.0.1:1/jwks' }, /beside typ, alg and jwk/),
  header('no key', { jwk: undefined }, /jwk is not an object/),
  jwk('a key in text form', (own) => JSON.stringify(own), /jwk is not an object/),
  proof('the private key itself', ({ own }) => ({ header: { jwk: own } }), /not just a public key/),
  header('a symmetric key', { jwk: { kty: 'oct', k: 'AAAA' } }, /kty EC/),
  header('a key on another curve', { jwk: publicPart(p384) }, /crv P-256/),
  jwk(
    'a coordinate cut short',
    (own) => ({ ...own, x: Buffer.alloc(31, 1).toString('base64url') }),
    /32 bytes/,
  ),
  jwk('a coordinate that is missing', (own) => ({ ...own, y: undefined }), /lacks x or y/),
  proof(
    'a signature by another key than it shows',
    ({ foreign, own }) => ({ key: foreign, header: { jwk: publicPart(own) } }),
    /signature/,
  ),
  text(
    'an altered signature',
    (jws) => replaced(jws, 2, Buffer.alloc(64, 1).toString('base64url')),
    /signature/,
  ),
  text('a signature cut short', (jws) => jws.slice(0, -8), /signature/),
  text(
    'a signature in DER form',
    (jws, { own }) =>
      replaced(
        jws,
        2,
        sign('sha256', Buffer.from(jws.slice(0, jws.lastIndexOf('.'))), {
          key: own as JsonWebKey,
          format: 'jwk',
          dsaEncoding: 'der',
        } as Parameters<typeof sign>[2]).toString('base64url'),
      ),
    /signature/,
  ),
  claims('another method', { htm: 'GET' }, /htm/),
  claims('the method in lower case', { htm: 'post' }, /htm/),
  claims('no method', { htm: undefined }, /htm/),
  url('another path', (own) => `${own}/next`),
  url('another path by one letter case', (own) => own.replace('queries', 'Queries')),
  url('another host', () => 'https://other.invalid/v1/queries'),
  url('another scheme', (own) => own.replace('http:', 'https:')),
  url('another port', (own) => own.replace(/:\d+/, ':1')),
  url('a user in the URL', (own) => own.replace('//', '//user@')),
  url('a path alone', () => '/v1/queries'),
  url('a list of URLs', (own) => [own]),
  url('no URL', () => undefined),
  claims('no hash of the token', { ath: undefined }, /ath/),
  claims("another token's hash", { ath: hashOf('another') }, /ath/),
  claims('an old proof', { iat: now - 300 }, /iat/),
  claims('a proof from the future', { iat: now + 300 }, /iat/),
  claims('no time', { iat: undefined }, /iat/),
  claims('a time that is text', { iat: String(now) }, /iat/),
  claims('a time that is not a number', { iat: null }, /iat/),
  claims('a proof that says it has expired', { exp: now - 1 }, /expired/),
  claims('a proof that is not valid yet', { nbf: now + 300 }, /not valid yet/),
  claims('no identifier', { jti: undefined }, /jti/),
  claims('an empty identifier', { jti: '' }, /jti/),
  claims('an identifier of 300 characters', { jti: 'x'.repeat(300) }, /jti/),
  claims('an identifier that is a number', { jti: 12345678 }, /jti/),
  claims('a nonce that is a number', { nonce: 1 }, /nonce/),
  proof('a nonce that the gateway never gave', { claims: { nonce: 'made-up' } }, /nonce/, 'use_dpop_nonce'),
];

/** A genuine proof by another key than the one that the token is bound to. */
export const FOREIGN: readonly RefusedCase[] = [
  proof(
    "a stranger's key with a stolen token",
    ({ foreign }) => ({ key: foreign }),
    /bound to another key|not accepted/,
    'invalid_token',
  ),
  proof(
    "a stranger's RSA key with a stolen token",
    { key: strong },
    /bound to another key|not accepted/,
    'invalid_token',
  ),
];

/** The token is bound to the very key that the proof shows, and that no proof may be signed with. */
const unfit = (name: string, key: Members, says: RegExp, shown = publicPart(key)): RefusedCase => ({
  name,
  token: { claims: { cnf: { jkt: thumbprintOf(shown) } } },
  proof: { key, header: { jwk: shown } },
  error: 'invalid_dpop_proof',
  says,
});
const odd = (publicExponent: number) =>
  generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent }).privateKey.export({
    format: 'jwk',
  }) as Members;
const point = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  format: 'jwk',
}) as Members;
export const UNFIT: readonly RefusedCase[] = [
  unfit('an RSA key of 1024 bits', weak, /1024 bits/),
  unfit('an RSA modulus of 8192 bits', strong, /8192 bits/, {
    ...publicPart(strong),
    n: Buffer.alloc(1024, 0xa7).toString('base64url'),
  }),
  unfit('an RSA key with exponent 3', odd(3), /exponent must be 65537/),
  unfit('an RSA key with a longer exponent', strong, /exponent must be 65537/, {
    ...publicPart(strong),
    e: 'AQAAAAAAAAE',
  }),
  unfit('a point beside the curve', point, /refused/, { ...publicPart(point), y: point.x }),
];

/** Forged compact JWS. Each is rightly signed where its form allows: only the strict check stands in its way. */
import { createHmac, createPublicKey, sign } from 'node:crypto';
import { type Jwk, signaturePair } from './sample-keys.ts';

export const signer = signaturePair('partner-1');
export const stranger = signaturePair('stranger');
const privateJwk = signer.privateJwk;
export const b64 = (text: string | Buffer): string => Buffer.from(text).toString('base64url');

/** Signs whatever text is given as header: rightly, with the key that the set holds. */
export function signed(header: string | object, body = b64('{}'), withKey: Jwk = privateJwk): string {
  const head = typeof header === 'string' ? header : b64(JSON.stringify(header));
  const input = `${head}.${body}`;
  const key = { key: withKey, format: 'jwk', dsaEncoding: 'ieee-p1363' } as const;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}
export const good = { alg: 'ES256', kid: 'partner-1' };
const spki = createPublicKey({ key: signer.publicJwk, format: 'jwk' }).export({
  type: 'spki',
  format: 'pem',
});
const hmac = (secret: string | Buffer): string => {
  const input = `${b64(JSON.stringify({ alg: 'HS256', kid: 'partner-1' }))}.${b64('{}')}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};
const [head, body, mac] = signed(good).split('.') as [string, string, string];

/** `refusedFor`: part of the error. */
export const FORGED_JWS: readonly { what: string; token: unknown; refusedFor: string }[] = [
  {
    what: 'algorithm `none` and no signature',
    token: `${b64('{"alg":"none"}')}.${b64('{}')}.`,
    refusedFor: '`none`',
  },
  { what: 'algorithm `None`', token: signed({ alg: 'None' }), refusedFor: '`None`' },
  { what: 'no algorithm', token: signed({ kid: 'partner-1' }), refusedFor: 'not a string' },
  {
    what: 'an algorithm that is an object',
    token: signed({ alg: { toString: 1 } }),
    refusedFor: 'not a string',
  },
  { what: 'HMAC under the public key as PEM', token: hmac(spki), refusedFor: '`HS256`' },
  {
    what: 'HMAC under the public key as JWK',
    token: hmac(JSON.stringify(signer.publicJwk)),
    refusedFor: '`HS256`',
  },
  {
    what: 'ES256 where the key is bound to another algorithm',
    token: signed({ ...good, alg: 'PS256' }),
    refusedFor: 'never has',
  },
  {
    what: 'an embedded key',
    token: signed({ ...good, jwk: stranger.publicJwk }, body, stranger.privateJwk),
    refusedFor: '`jwk`',
  },
  { what: 'a link to keys', token: signed({ ...good, jku: 'https://keys.example/' }), refusedFor: '`jku`' },
  {
    what: 'a link to a certificate',
    token: signed({ ...good, x5u: 'https://keys.example/' }),
    refusedFor: '`x5u`',
  },
  { what: 'a certificate chain', token: signed({ ...good, x5c: ['MIIB'] }), refusedFor: '`x5c`' },
  { what: 'critical extensions', token: signed({ ...good, crit: ['exp'], exp: 1 }), refusedFor: '`crit`' },
  {
    what: 'an unencoded payload (RFC 7797)',
    token: signed({ ...good, b64: false, crit: ['b64'] }, '{}'),
    refusedFor: '`b64`',
  },
  { what: 'compression', token: signed({ ...good, zip: 'DEF' }), refusedFor: '`zip`' },
  {
    what: 'an own `__proto__`',
    token: signed(b64('{"alg":"ES256","__proto__":{"kid":"partner-1"}}')),
    refusedFor: '`__proto__`',
  },
  {
    what: 'a name that every object inherits',
    token: signed(b64('{"alg":"ES256","toString":"x"}')),
    refusedFor: '`toString` is not allowed',
  },
  {
    what: 'a name given twice',
    token: signed(b64('{"alg":"ES256","kid":"x","kid":"partner-1"}')),
    refusedFor: 'twice',
  },
  {
    what: 'a name given twice, once escaped',
    token: signed(b64('{"\\u0061lg":"none","alg":"ES256"}')),
    refusedFor: 'twice',
  },
  {
    what: 'a name given twice, once as an object',
    token: signed(b64('{"alg":{"a":"b"},"alg":"ES256"}')),
    refusedFor: 'twice',
  },
  {
    what: 'a NUL in the key name',
    token: signed({ alg: 'ES256', kid: 'partner-1\0' }),
    refusedFor: 'printable',
  },
  { what: 'a key name that is no text', token: signed({ alg: 'ES256', kid: 1 }), refusedFor: 'not a string' },
  { what: 'an empty key name', token: signed({ alg: 'ES256', kid: '' }), refusedFor: '1 to 256' },
  { what: 'a header that is a list', token: signed(b64('["alg"]')), refusedFor: 'not a JSON object' },
  { what: 'a header that is no JSON', token: signed(b64('alg')), refusedFor: 'not JSON' },
  {
    what: 'a header with a byte order mark',
    token: signed(b64(`\ufeff${JSON.stringify(good)}`)),
    refusedFor: 'not JSON',
  },
  {
    what: 'a header that is not UTF-8',
    token: signed(b64(Buffer.from('{"alg":"\xff"}', 'latin1'))),
    refusedFor: 'UTF-8',
  },
  {
    what: 'a header beyond 1024 characters',
    token: signed({ ...good, cty: 'x'.repeat(800) }),
    refusedFor: '1024',
  },
  { what: 'an unknown key', token: signed({ ...good, kid: 'partner-2' }), refusedFor: 'no key of the set' },
  { what: 'padding', token: signed(`${b64('{"alg":"ES256"} ')}==`), refusedFor: 'canonical' },
  {
    what: 'standard base64',
    token: signed(good, Buffer.from('~~~???').toString('base64')),
    refusedFor: 'payload is not canonical',
  },
  {
    what: 'unused bits that are not zero',
    token: signed(good, 'e31'),
    refusedFor: 'payload is not canonical',
  },
  { what: 'a space in the payload', token: signed(good, 'e3 0'), refusedFor: 'payload is not canonical' },
  { what: 'a line break at the end', token: `${signed(good)}\n`, refusedFor: 'signature is not canonical' },
  { what: 'a NUL at the end', token: `${signed(good)}\0`, refusedFor: 'signature is not canonical' },
  {
    what: 'a signature of another length',
    token: `${head}.${body}.${b64(Buffer.alloc(70))}`,
    refusedFor: '70 bytes',
  },
  {
    what: 'a signature of zeros',
    token: `${head}.${body}.${b64(Buffer.alloc(64))}`,
    refusedFor: 'does not verify',
  },
  { what: 'two parts', token: `${head}.${body}`, refusedFor: '3 parts' },
  { what: 'four parts', token: `${head}.${body}.${mac}.`, refusedFor: '3 parts' },
  { what: 'an empty text', token: '', refusedFor: '3 parts' },
  {
    what: 'JSON serialization',
    token: { protected: head, payload: body, signature: mac },
    refusedFor: 'JSON serialization',
  },
  {
    what: 'JSON serialization as text',
    token: JSON.stringify({ protected: head, payload: body, signature: mac }),
    refusedFor: '3 parts',
  },
  { what: 'bytes in place of text', token: Buffer.from(signed(good)), refusedFor: 'JSON serialization' },
  { what: 'nothing', token: undefined, refusedFor: 'JSON serialization' },
];

/** What the strict check refuses. Each forged token is rightly signed or encrypted: only the check stands in its way. */
import { createHmac, createPublicKey, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import jose from 'node-jose';
import { checkKeySet } from '../../../gateway/envelope/check-key-set.ts';
import { decodeBase64url } from '../../../gateway/envelope/decode-base64url.ts';
import { decryptJwe } from '../../../gateway/envelope/decrypt-jwe.ts';
import { readStrictJws } from '../../../gateway/envelope/read-strict-jws.ts';
import { verifyJws } from '../../../gateway/envelope/verify-jws.ts';
import { encryptionPair, type Jwk, signaturePair } from './sample-keys.ts';

const signer = signaturePair('partner-1');
const stranger = signaturePair('stranger');
const keySet = { keys: [signer.publicJwk] };
const privateJwk = signer.privateJwk;
const b64 = (text: string | Buffer): string => Buffer.from(text).toString('base64url');

/** Signs whatever text is given as header: rightly, with the key that the set holds. */
function signed(header: string | object, body = b64('{}'), withKey: Jwk = privateJwk): string {
  const head = typeof header === 'string' ? header : b64(JSON.stringify(header));
  const input = `${head}.${body}`;
  const key = { key: withKey, format: 'jwk', dsaEncoding: 'ieee-p1363' } as const;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}
const good = { alg: 'ES256', kid: 'partner-1' };
const spki = createPublicKey({ key: signer.publicJwk, format: 'jwk' }).export({
  type: 'spki',
  format: 'pem',
});
const hmac = (secret: string | Buffer): string => {
  const input = `${b64(JSON.stringify({ alg: 'HS256', kid: 'partner-1' }))}.${b64('{}')}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};
const [head, body, mac] = signed(good).split('.') as [string, string, string];

const FORGED: readonly { what: string; token: unknown; refusedFor: string }[] = [
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
    what: 'JSON serialisation',
    token: { protected: head, payload: body, signature: mac },
    refusedFor: 'JSON serialisation',
  },
  {
    what: 'JSON serialisation as text',
    token: JSON.stringify({ protected: head, payload: body, signature: mac }),
    refusedFor: '3 parts',
  },
  { what: 'bytes in place of text', token: Buffer.from(signed(good)), refusedFor: 'JSON serialisation' },
  { what: 'nothing', token: undefined, refusedFor: 'JSON serialisation' },
];

describe('compact JWS', () => {
  test('the honest token, from which the forged ones differ in one thing, verifies', async () => {
    await expect(verifyJws(signed(good), keySet)).resolves.toMatchObject({ alg: 'ES256', kid: 'partner-1' });
  });

  test.each(FORGED)('with $what is refused', async ({ token, refusedFor }) => {
    await expect(verifyJws(token, keySet)).rejects.toThrow(refusedFor);
    await expect(verifyJws(token, keySet)).rejects.toMatchObject({ name: 'GatewayError', code: 'malformed' });
  });

  test("the algorithm is the key's own, whatever the header says", async () => {
    const { n, e } = encryptionPair().publicJwk;
    const rsaSet = { keys: [{ kty: 'RSA', kid: 'partner-1', use: 'sig', alg: 'PS256', n, e }] };
    await expect(verifyJws(signed(good), rsaSet)).rejects.toThrow('the key is bound to `PS256`');
  });

  test('a header without `kid` is taken only where there is one key', async () => {
    await expect(verifyJws(signed({ alg: 'ES256' }), keySet)).resolves.toMatchObject({ kid: undefined });
    const two = { keys: [signer.publicJwk, stranger.publicJwk] };
    await expect(verifyJws(signed({ alg: 'ES256' }), two)).rejects.toThrow('must name its key');
  });

  test('a text of more than 8 Mi characters is refused unread', () => {
    expect(() => readStrictJws('.'.repeat(9 * 1024 * 1024))).toThrow('longer than');
  });

  test('a header passes exactly if its members are allowed and each is there once', () => {
    const member = fc.tuple(
      fc.constantFrom('alg', 'kid', 'typ', 'cty', 'zip', '\u0061lg'),
      fc.constantFrom('a', '"', '\\'),
    );
    fc.assert(
      fc.property(fc.array(member, { maxLength: 4 }), (extra) => {
        const pairs = [['alg', 'ES256'], ...extra];
        const names = pairs.map(([name]) => name);
        const text = `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)}}`;
        const token = `${b64(text)}.${b64('{}')}.${b64(Buffer.alloc(64))}`;
        const sound = new Set(names).size === names.length && !names.includes('zip');
        if (sound) expect(readStrictJws(token).alg).toBe('ES256');
        else expect(() => readStrictJws(token)).toThrow();
      }),
    );
  });

  test('two different texts never decode to the same bytes', () => {
    const text = fc.string({ unit: fc.constantFrom(...'AQgwBEe_-=+/ \n'), maxLength: 6 });
    const decode = (part: string): string | undefined => {
      try {
        return decodeBase64url(part, 'part').toString('hex');
      } catch {
        return undefined;
      }
    };
    fc.assert(
      fc.property(text, text, (a, b) => a === b || decode(a) === undefined || decode(a) !== decode(b)),
    );
  });

  test('options left behind in node-jose by others do not open a way', async () => {
    jose.JWS.createVerify(undefined, { allowEmbeddedKey: true, algorithms: ['HS256'] });
    await expect(verifyJws(signed({ ...good, jwk: signer.publicJwk }), keySet)).rejects.toThrow('`jwk`');
    await expect(verifyJws(signed(good, body, stranger.privateJwk), keySet)).rejects.toThrow('not verify');
    await expect(verifyJws(signed(good), keySet)).resolves.toMatchObject({ alg: 'ES256' });
  });
});

const agency = encryptionPair();
const encrypt = async (options: object, text = '{}', key: Jwk = agency.publicJwk): Promise<string> =>
  jose.JWE.createEncrypt(
    { format: 'compact', contentAlg: 'A256GCM', ...options } as object,
    await jose.JWK.asKey(key),
  )
    .update(text)
    .final();

describe('compact JWE', () => {
  test('the honest token is decrypted', async () => {
    const { plaintext } = await decryptJwe(await encrypt({}), agency.privateJwk);
    expect(plaintext.toString()).toBe('{}');
  });

  test('a decompression bomb is refused without being inflated', async () => {
    const bomb = await encrypt({ zip: true }, '0'.repeat(20_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    await expect(decryptJwe(bomb, agency.privateJwk)).rejects.toThrow('`zip`');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });

  test.each([
    ['another content encryption', { contentAlg: 'A128GCM' }, '`enc`'],
    ['critical extensions', { fields: { crit: ['exp'], exp: 1 } }, '`crit`'],
    ['an embedded key', { fields: { jwk: agency.publicJwk } }, '`jwk`'],
  ])('with %s is refused', async (_, options, refusedFor) => {
    await expect(decryptJwe(await encrypt(options), agency.privateJwk)).rejects.toThrow(refusedFor);
  });

  test('with another key encryption is refused before the key is used', async () => {
    const token = await encrypt({}, '{}', { ...agency.publicJwk, alg: 'RSA-OAEP' });
    await expect(decryptJwe(token, agency.privateJwk)).rejects.toThrow('`RSA-OAEP`');
  });

  test('for the key of somebody else is refused', async () => {
    const token = await encrypt({}, '{}', { ...agency.publicJwk, kid: 'agency-enc-2' });
    await expect(decryptJwe(token, agency.privateJwk)).rejects.toThrow('`kid`');
  });

  test('with a shortened tag, another IV length or a longer encrypted key is refused', async () => {
    const parts = (await encrypt({})).split('.');
    const cut = (at: number, bytes: number) => parts.with(at, b64(Buffer.alloc(bytes))).join('.');
    await expect(decryptJwe(cut(4, 4), agency.privateJwk)).rejects.toThrow('16 bytes');
    await expect(decryptJwe(cut(2, 16), agency.privateJwk)).rejects.toThrow('12 bytes');
    await expect(decryptJwe(cut(1, 257), agency.privateJwk)).rejects.toThrow('as long as the modulus');
  });

  test('is not opened with a public key, or with none', async () => {
    await expect(decryptJwe(await encrypt({}), agency.publicJwk)).rejects.toThrow('lacks `d`');
    await expect(decryptJwe(await encrypt({}), undefined)).rejects.toThrow('JSON object');
  });
});

describe('key set', () => {
  const second = signaturePair('partner-2').publicJwk;
  const koblitz = signaturePair('partner-3', 'secp256k1').publicJwk;
  test.each([
    ['two keys of one name', { keys: [signer.publicJwk, { ...second, kid: 'partner-1' }] }, 'same `kid`'],
    ['a private key', { keys: [signer.privateJwk] }, 'private member `d`'],
    [
      'a symmetric key',
      { keys: [{ kty: 'oct', kid: 'a', use: 'sig', alg: 'HS256', k: 'AAAA' }] },
      'private member `k`',
    ],
    ['one sound and one encryption key', { keys: [signer.publicJwk, agency.publicJwk] }, '`use` `sig`'],
    ['no key', { keys: [] }, '1 to 16'],
    ['seventeen keys', { keys: new Array(17).fill(signer.publicJwk) }, '1 to 16'],
    ['a bare key', signer.publicJwk, '`{ "keys": […] }`'],
    ['a key without algorithm', { keys: [{ ...signer.publicJwk, alg: undefined }] }, '`ES256`'],
    ['a key on another curve', { keys: [{ ...signer.publicJwk, crv: 'P-384' }] }, '`P-256`'],
    ['a sound key of another curve of 256 bits', { keys: [koblitz] }, 'the curve must be `P-256`'],
    ['a point off the curve', { keys: [{ ...signer.publicJwk, y: second.y }] }, 'not a point'],
    ['a short coordinate', { keys: [{ ...signer.publicJwk, x: 'AAAA' }] }, '32 bytes'],
    ['a certificate', { keys: [{ ...signer.publicJwk, x5c: ['MIIB'] }] }, 'remove the member `x5c`'],
  ])('with %s is refused', (_, value, refusedFor) => {
    expect(() => checkKeySet(value, 'sig')).toThrow(refusedFor);
  });
});

/** What the strict check refuses of a compact JWS. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import jose from 'node-jose';
import { decodeBase64url } from '../../../../../gateway/identity/jose/decode-base64url.ts';
import { readStrictJws } from '../../../../../gateway/identity/jose/read-strict-jws.ts';
import { verifyJws } from '../../../../../gateway/identity/jose/verify-jws.ts';
import { b64, FORGED_JWS, good, signed, signer, stranger } from './forged-jws.ts';
import { encryptionPair } from './sample-keys.ts';

const keySet = { keys: [signer.publicJwk] };

describe('compact JWS', () => {
  test('the honest token, from which the forged ones differ in one thing, verifies', async () => {
    await expect(verifyJws(signed(good), keySet)).resolves.toMatchObject({ alg: 'ES256', kid: 'partner-1' });
  });

  test.each(FORGED_JWS)('with $what is refused', async ({ token, refusedFor }) => {
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
    await expect(verifyJws(signed(good, b64('{}'), stranger.privateJwk), keySet)).rejects.toThrow(
      'not verify',
    );
    await expect(verifyJws(signed(good), keySet)).resolves.toMatchObject({ alg: 'ES256' });
  });
});

/** What the strict check refuses of a compact JWE. */
import { describe, expect, test } from '@jest/globals';
import jose from 'node-jose';
import { decryptJwe } from '../../../../setup/receiver/decrypt-jwe.ts';
import { b64 } from './forged-jws.ts';
import { encryptionPair, type Jwk } from './sample-keys.ts';

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

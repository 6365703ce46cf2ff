/** Which encryption keys an agency may register. */
import { describe, expect, test } from '@jest/globals';
import { validateEncryptionKey } from '../../../../gateway/identity/jose/validate-encryption-key.ts';
import { encryptionPair, type Jwk } from './envelope-keys/sample-keys.ts';

const { publicJwk, privateJwk } = encryptionPair();
const divisors = Array.from({ length: 83 }, (_, index) => BigInt(2 * index + 3));
const without = (name: string): Jwk =>
  Object.fromEntries(Object.entries(publicJwk).filter(([key]) => key !== name));
const bytes = Buffer.from(publicJwk.n as string, 'base64url');
const modulus = (change: (n: bigint) => bigint): string =>
  Buffer.from(change(BigInt(`0x${bytes.toString('hex')}`)).toString(16), 'hex').toString('base64url');

describe('encryption key of an agency', () => {
  test('a sound key is taken as it is', () => {
    expect(validateEncryptionKey(publicJwk)).toEqual(publicJwk);
  });

  test.each<[string, unknown, string]>([
    ['with its private part', privateJwk, 'it is exposed now, make a new pair'],
    ['of 1024 bits', encryptionPair(1024).publicJwk, '1024 bits'],
    ['of 2047 bits', { ...publicJwk, n: modulus((n) => (n >> 1n) | 1n) }, '2047 bits'],
    ['of 16384 bits', { ...publicJwk, n: Buffer.alloc(2048, 0xff).toString('base64url') }, '16384 bits'],
    ['with exponent 1', { ...publicJwk, e: 'AQ' }, 'use `AQAB`'],
    ['with exponent 3', encryptionPair(2048, 3).publicJwk, 'use `AQAB`'],
    ['with an even exponent', { ...publicJwk, e: 'AQAC' }, 'use `AQAB`'],
    ['with an exponent of 72 bits', { ...publicJwk, e: 'AQAAAAAAAAAB' }, 'use `AQAB`'],
    ['with an even modulus', { ...publicJwk, n: modulus(evenOnly) }, 'small factor'],
    [
      'with a modulus divisible by 163',
      { ...publicJwk, n: modulus((n) => multiple(n, 163n)) },
      'small factor',
    ],
    [
      'with leading zeros',
      { ...publicJwk, n: Buffer.concat([Buffer.alloc(1), bytes]).toString('base64url') },
      'zero byte',
    ],
    ['with padding', { ...publicJwk, e: 'AQAB==' }, 'canonical'],
    ['without `kid`', without('kid'), '`kid`'],
    ['with a space in `kid`', { ...publicJwk, kid: 'my key' }, '`kid`'],
    ['without `use`', without('use'), '`use` `enc`'],
    ['for signatures', { ...publicJwk, use: 'sig' }, '`use` `enc`'],
    ['without `alg`', without('alg'), '`RSA-OAEP-256`'],
    ['for OAEP with SHA-1', { ...publicJwk, alg: 'RSA-OAEP' }, '`RSA-OAEP-256`'],
    ['without modulus', without('n'), 'lacks `n`'],
    [
      'with a link to a certificate',
      { ...publicJwk, x5u: 'https://keys.example/' },
      'remove the member `x5u`',
    ],
    ['that is a text', JSON.stringify(publicJwk), 'JSON object'],
    ['that is nothing', null, 'JSON object'],
  ])('a key %s is refused, and the error says what to change', (_, jwk, message) => {
    expect(() => validateEncryptionKey(jwk)).toThrow(message);
  });

  test('an error never repeats key material', () => {
    expect(() => validateEncryptionKey(privateJwk)).not.toThrow(privateJwk.d as string);
  });
});

/** The nearest odd multiple of the prime under n: as long as n itself. */
function multiple(n: bigint, prime: bigint): bigint {
  const below = n - (n % prime);
  return below % 2n === 0n ? below - prime : below;
}

/** An even number under n that no odd number up to 167 divides: only its evenness is at fault. */
function evenOnly(n: bigint): bigint {
  let even = n - 1n;
  while (divisors.some((divisor) => even % divisor === 0n)) even -= 2n;
  return even;
}

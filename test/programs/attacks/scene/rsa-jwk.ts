/** A public RSA key as large as can be, whose check costs as much as it can. */
import { generatePrimeSync } from 'node:crypto';

/** Bits. */
export const LARGEST = 8_192;

/** Of many primes, which are found soon: nobody needs to know its factors to have it checked. Exponent: 64 bits. */
export function rsaJwk(): object {
  let modulus = 1n;
  while (modulus.toString(2).length < LARGEST - 1_000) modulus *= generatePrimeSync(1_024, { bigint: true });
  const n = Buffer.from(modulus.toString(16).padStart(LARGEST / 4, '0'), 'hex');
  const whole = n.subarray(n.findIndex((byte) => byte !== 0));
  return { kty: 'RSA', n: whole.toString('base64url'), e: Buffer.alloc(8, 0xff).toString('base64url') };
}

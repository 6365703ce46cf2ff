/** Refuses an unfit RSA public key, whatever it is used for. */
import { GatewayError } from '../../faults/errors.ts';
import { decodeBase64url } from './decode-base64url.ts';

/** Bits of a modulus. Twice as many take four times as long, and strangers choose the keys of proofs. */
const MODULUS_BITS = { least: 2048, most: 4096 };
/** The only exponent in use; one of 64 bits would take eight times as long. */
const EXPONENT = 65537n;
const SMALL_PRIMES = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
  109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

/**
 * @param n modulus, @param e public exponent, both base64url without leading zero bytes (RFC 7518 §6.3.1)
 * @returns the modulus' length in bytes
 * @throws GatewayError `malformed`: modulus under 2048 (NIST SP 800-131A) or over 4096 bits, even, with a small
 *   factor, or of the ROCA family (CVE-2017-15361); exponent other than 65537 (FIPS 186-5 §A.1.1 takes none below)
 */
export function checkRsaNumbers(n: string, e: string): number {
  const modulus = readInteger(n, 'modulus `n`');
  const exponent = readInteger(e, 'exponent `e`');
  const bits = modulus.toString(2).length;
  if (bits < MODULUS_BITS.least || bits > MODULUS_BITS.most) {
    throw new GatewayError(
      'malformed',
      `the RSA modulus has ${bits} bits: use ${MODULUS_BITS.least} to ${MODULUS_BITS.most}`,
    );
  }
  if (exponent !== EXPONENT) {
    throw new GatewayError('malformed', 'the RSA exponent must be 65537: use `AQAB`');
  }
  const residues = SMALL_PRIMES.map((prime) => Number(modulus % BigInt(prime)));
  if (modulus % 2n === 0n || residues.includes(0)) {
    throw new GatewayError('malformed', 'the RSA modulus has a small factor: make a new key');
  }
  if (SMALL_PRIMES.every((prime, index) => isPowerOf65537(residues[index] ?? 0, prime))) {
    throw new GatewayError('malformed', 'the RSA key is of the ROCA family (CVE-2017-15361): make a new key');
  }
  return Math.ceil(bits / 8);
}

function readInteger(text: string, name: string): bigint {
  const bytes = decodeBase64url(text, name);
  if (bytes.length === 0 || bytes[0] === 0) {
    throw new GatewayError('malformed', `the ${name} is empty or starts with a zero byte`);
  }
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** True for the fingerprint of ROCA: modulo every small prime, a power of 65537. By chance: about 2^-150. */
function isPowerOf65537(residue: number, prime: number): boolean {
  let power = 1;
  do {
    if (power === residue) return true;
    power = (power * (65537 % prime)) % prime;
  } while (power !== 1);
  return false;
}

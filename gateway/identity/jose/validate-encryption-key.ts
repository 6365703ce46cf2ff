/** Validates the key that an agency may register to have its envelopes encrypted. */
import { checkPublicKey, type RsaPublicJwk } from './check-public-key.ts';

/**
 * Accepts RSA of 2048 to 4096 bits, exponent 65537, `use` `enc`, `alg` `RSA-OAEP-256`, a `kid`, no private
 * and no other member.
 * @param jwk a public JWK (RFC 7517), as registered
 * @throws GatewayError `malformed`, saying what to change
 */
export function validateEncryptionKey(jwk: unknown): RsaPublicJwk {
  return checkPublicKey(jwk, 'enc') as RsaPublicJwk;
}

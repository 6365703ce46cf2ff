/** Opens an envelope as its receiver does: decrypts if it holds a key, then verifies. */

import { GatewayError } from '../../../gateway/faults/errors.ts';
import { ENVELOPE_TYPE, NESTED_TYPE } from '../../../gateway/identity/jose/envelope-keys/seal-envelope.ts';
import { verifyJws } from '../../../gateway/identity/jose/verify-jws.ts';
import { decryptJwe } from './decrypt-jwe.ts';

/**
 * @param envelope what the gateway answered under `application/jose`
 * @param gatewayKeys the gateway's JWK set (`/.well-known/jwks.json`)
 * @param privateKey the receiver's private JWK, if it has registered an encryption key. Then the envelope must be
 *   encrypted: a bare JWS would mean that somebody on the way took the encryption off.
 * @returns the exact text that was sealed
 * @throws GatewayError `malformed`
 */
export async function openEnvelope(
  envelope: unknown,
  gatewayKeys: unknown,
  privateKey?: unknown,
): Promise<string> {
  const jws = privateKey === undefined ? envelope : await decryptNested(envelope, privateKey);
  const { typ, payload } = await verifyJws(jws, gatewayKeys);
  if (typ !== ENVELOPE_TYPE) {
    throw new GatewayError(
      'malformed',
      `the signed text is no answer of the gateway: \`typ\` is not ${ENVELOPE_TYPE}`,
    );
  }
  return payload.toString('utf8');
}

async function decryptNested(envelope: unknown, privateKey: unknown): Promise<string> {
  const { cty, plaintext } = await decryptJwe(envelope, privateKey);
  if (cty !== NESTED_TYPE) throw new GatewayError('malformed', 'the encrypted text is not a signed answer');
  return plaintext.toString('utf8');
}

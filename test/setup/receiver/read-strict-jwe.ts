/** The strict check of a compact JWE, before any JOSE library reads it. It decrypts nothing yet. */

import { GatewayError } from '../../../gateway/faults/errors.ts';
import { decodeBase64url } from '../../../gateway/identity/jose/decode-base64url.ts';
import { CONTENT_ENCRYPTION } from '../../../gateway/identity/jose/envelope-keys/seal-envelope.ts';
import { readProtectedHeader } from '../../../gateway/identity/jose/read-protected-header.ts';
import { splitCompact } from '../../../gateway/identity/jose/split-compact.ts';

/** The one key encryption of envelopes (RFC 7518 §4.3). */
export const KEY_ENCRYPTION = 'RSA-OAEP-256';

/** A JWE of sound form, **not decrypted, not authenticated**. */
export interface StrictJwe {
  readonly kid: string | undefined;
  readonly cty: string | undefined;
  /** Bytes of the encrypted key: must be the length of the recipient's modulus. */
  readonly encryptedKeyLength: number;
}

/**
 * Compact serialization only (RFC 7516 §7.1): five canonical base64url parts, header members `alg`, `enc`,
 * `kid`, `typ`, `cty` (so no `zip`: a decompression bomb is refused unread), RSA-OAEP-256 and A256GCM, an IV of
 * 96 and a tag of 128 bits (RFC 7518 §5.3).
 *
 * @throws GatewayError `malformed`
 */
export function readStrictJwe(token: unknown): StrictJwe {
  const parts = splitCompact(token, 'JWE', 5) as [string, string, string, string, string];
  const header = readProtectedHeader(parts[0], {
    alg: [KEY_ENCRYPTION],
    enc: [CONTENT_ENCRYPTION],
    kid: 'any',
    typ: 'any',
    cty: 'any',
  });
  const encryptedKey = decodeBase64url(parts[1], 'encrypted key');
  const iv = decodeBase64url(parts[2], 'initialisation vector');
  decodeBase64url(parts[3], 'ciphertext');
  const tag = decodeBase64url(parts[4], 'authentication tag');
  if (iv.length !== 12) throw new GatewayError('malformed', 'the initialisation vector has not 12 bytes');
  // INVARIANT: a full tag. Node accepts tags cut to 4 bytes, which can be guessed.
  if (tag.length !== 16) throw new GatewayError('malformed', 'the authentication tag has not 16 bytes');
  return { kid: header.kid, cty: header.cty, encryptedKeyLength: encryptedKey.length };
}

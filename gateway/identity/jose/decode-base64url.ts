/** Decodes canonical base64url only: what two decoders could read differently is not read at all. */
import { GatewayError } from '../../faults/errors.ts';

/**
 * Decodes base64url without padding (RFC 7515 §2). Refused: characters outside the alphabet (padding, white
 * space and NUL included), impossible lengths, and unused bits that are not zero (RFC 4648 §3.5), because then
 * two texts would stand for the same bytes.
 *
 * @param part what the text is, for the error, e.g. `protected header`
 * @throws GatewayError `malformed`
 */
export function decodeBase64url(text: string, part: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  // Node decodes leniently; only the canonical text comes back unchanged.
  if (bytes.toString('base64url') !== text) {
    throw new GatewayError(
      'malformed',
      `the ${part} is not canonical base64url: no padding, no white space, unused bits zero`,
    );
  }
  return bytes;
}

/** Splits a compact serialization into its parts; JSON serialization and anything other than text are refused. */
import { GatewayError } from '../../faults/errors.ts';

/** The most characters. An answer of 200 reads, signed and encrypted, has about 250,000. */
const TOKEN_LENGTH = 8 * 1024 * 1024;

/** Splits a token. @throws GatewayError `malformed` (`too_large` beyond 8 Mi characters) */
export function splitCompact(token: unknown, kind: 'JWS' | 'JWE', parts: number): string[] {
  if (typeof token !== 'string') {
    throw new GatewayError('malformed', `a ${kind} is text in compact serialization, not JSON serialization`);
  }
  if (token.length > TOKEN_LENGTH) {
    throw new GatewayError('too_large', `the ${kind} is longer than ${TOKEN_LENGTH} characters`);
  }
  // One more than allowed is enough to see: a text of a million dots is not split into a million parts.
  const found = token.split('.', parts + 1);
  if (found.length !== parts) {
    throw new GatewayError('malformed', `a compact ${kind} has ${parts} parts divided by dots`);
  }
  return found;
}

/**
 * The secret with which deliveries to a partner are signed (Standard Webhooks). It is derived, so that the database
 * holds none: anyone who reads the row but not the key file can sign nothing. A new salt makes a new secret.
 */
import { hkdfSync } from 'node:crypto';

/** @param key 32 bytes, of a file that all nodes share. @param salt 32 bytes, of the endpoint's row (RFC 5869). */
export function endpointSecret(key: Buffer, salt: Buffer, agencyId: number): string {
  const secret = hkdfSync('sha256', key, salt, `partner endpoint ${agencyId}`, 32);
  return `whsec_${Buffer.from(secret).toString('base64')}`;
}

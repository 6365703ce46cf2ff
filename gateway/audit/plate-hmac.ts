/** How a plate is found again in the log's details without being there: an HMAC under a key of the day. */
import { createHmac, hkdfSync } from 'node:crypto';

/** Gives the search key of a UTC day, `YYYY-MM-DD`. */
export type PlateKeys = (day: string) => Buffer;

/** Keys of all days from one secret of at least 32 bytes; a day's key tells nothing of another's (RFC 5869). */
export function createPlateKeys(secret: Buffer): PlateKeys {
  if (secret.length < 32) throw new RangeError('the secret of the plate search has fewer than 32 bytes');
  let newest: { day: string; key: Buffer } | undefined;
  return (day) => {
    if (newest?.day === day) return newest.key;
    const key = Buffer.from(hkdfSync('sha256', secret, '', `plate search ${day}`, 32));
    newest = { day, key };
    return key;
  };
}

/** HMAC-SHA-256 of a normalised plate. */
export function plateHmac(key: Buffer, plate: string): Buffer {
  return createHmac('sha256', key).update(plate).digest();
}

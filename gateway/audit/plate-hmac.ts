/** Makes a plate findable in the log's details without storing it there: an HMAC under a key of the day. */
import { createHmac, hkdfSync } from 'node:crypto';

/** Gives the search key of a UTC day, `YYYY-MM-DD`. */
export type PlateKeys = (day: string) => Buffer;

/** The most keys kept ready; an audit's search over many days derives the others again. */
const MOST_KEPT = 4;

/**
 * Derives the keys of all days from one secret; a day's key reveals nothing of another's (RFC 5869).
 * @throws RangeError if the secret has fewer than 32 bytes
 */
export function createPlateKeys(secret: Buffer): PlateKeys {
  if (secret.length < 32) throw new RangeError('the secret of the plate search has fewer than 32 bytes');
  const newest = new Map<string, Buffer>();
  return (day) => {
    const known = newest.get(day);
    if (known !== undefined) return known;
    const key = Buffer.from(hkdfSync('sha256', secret, '', `plate search ${day}`, 32));
    if (newest.size >= MOST_KEPT) newest.clear();
    newest.set(day, key);
    return key;
  };
}

/** Returns the HMAC-SHA-256 of a normalized plate. */
export function plateHmac(key: Buffer, plate: string): Buffer {
  return createHmac('sha256', key).update(plate).digest();
}

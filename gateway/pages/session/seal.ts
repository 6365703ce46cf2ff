/** Seals text so that only the holder of a key can read it, and nobody can alter it unseen (AES-256-GCM). */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV = 12;
const TAG = 16;

/** @param purpose keys for different uses of one secret are different keys (RFC 5869) */
export function keyFor(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}

/** @param key 32 bytes */
export function seal(text: string, key: Buffer): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(CIPHER, key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]);
}

/** Returns null if it was sealed with another key, or altered. */
export function unseal(sealed: Buffer, key: Buffer): string | null {
  if (sealed.length < IV + TAG) return null;
  try {
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV));
    decipher.setAuthTag(sealed.subarray(-TAG));
    return Buffer.concat([decipher.update(sealed.subarray(IV, -TAG)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

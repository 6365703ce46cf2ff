/**
 * The secret of a source of pushed reads: it derives from a salt and a key file that all nodes share, so that it can be
 * shown again to a repeated request, and the database holds none. Where the method allows it, the row has its hash alone.
 */
import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** How a vendor authenticates: it signs, or sends the secret as a password, or as the end of the path. */
export const SOURCE_METHODS = ['hmac', 'basic', 'path'] as const;
export type SourceMethod = (typeof SOURCE_METHODS)[number];

/** How Standard Webhooks marks a secret: what follows is the key in base64. Verkada takes any text, as it stands. */
const STANDARD = 'whsec_';

export interface HasSecret {
  readonly id: string;
  readonly vendor: string;
  readonly method: SourceMethod;
}

/** @param key 32 bytes, of a file. @param salt 32 bytes, fresh for each approval (RFC 5869) */
export function sourceSecret(key: Buffer, salt: Buffer, { id, method, vendor }: HasSecret): string {
  const secret = Buffer.from(hkdfSync('sha256', key, salt, `reads source ${id}`, 32));
  if (method === 'hmac' && vendor !== 'verkada') return `${STANDARD}${secret.toString('base64')}`;
  return secret.toString('base64url');
}

/** Of 32 random bytes: no slow hash could make them harder to guess. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** In a time that does not tell how much of it is right. */
export function isSecret(presented: string, hash: Buffer): boolean {
  return timingSafeEqual(hashOfSecret(presented), hash);
}

/** @param expected a MAC, in bytes @param presented the same in hex or base64, as the vendor writes it */
export function isMac(presented: string, expected: Buffer): boolean {
  const encoding = /^[0-9a-fA-F]{64}$/.test(presented) ? 'hex' : 'base64';
  const given = Buffer.from(presented, encoding);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function macOf(secret: string, ...parts: readonly (string | Buffer)[]): Buffer {
  const key = secret.startsWith(STANDARD) ? Buffer.from(secret.slice(STANDARD.length), 'base64') : secret;
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

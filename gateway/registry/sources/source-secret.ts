/**
 * Derives the secret of a source of pushed reads from a salt and the nodes' key file, so that it can be shown
 * again to a repeated request; no table has it. If the method allows it, the row has its hash alone.
 */
import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The ways in which a vendor authenticates: a signature, a password, or the end of the path. */
export const SOURCE_METHODS = ['hmac', 'basic', 'path'] as const;
export type SourceMethod = (typeof SOURCE_METHODS)[number];

/** The mark of Standard Webhooks before a key in base64. Verkada takes any text, as it stands. */
const STANDARD = 'whsec_';

export interface HasSecret {
  readonly id: string;
  readonly vendor: string;
  readonly method: SourceMethod;
}

/** @param key 32 bytes, from a file. @param salt 32 bytes, fresh for each approval (RFC 5869) */
export function sourceSecret(key: Buffer, salt: Buffer, { id, method, vendor }: HasSecret): string {
  const secret = Buffer.from(hkdfSync('sha256', key, salt, `reads source ${id}`, 32));
  if (method === 'hmac' && vendor !== 'verkada') return `${STANDARD}${secret.toString('base64')}`;
  return secret.toString('base64url');
}

/** Hashes a secret of 32 random bytes: no slow hash could make it harder to guess. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares in a time that does not tell how much of it is right. */
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

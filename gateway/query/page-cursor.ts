/**
 * The cursor behind `next`: encrypted, so that it tells nothing and cannot be made up, and bound to the query,
 * its position, the client and its key, the officer, the grant and the epoch. It carries no right:
 * each page is decided anew.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Query, Subject } from '../../sharing-rules/terms.ts';
import { GatewayError } from '../errors.ts';
import type { ReadsPosition } from '../reads/reads-store.ts';

export interface PageCursor {
  /** The release whose next page this is. */
  readonly follows: string;
  readonly query: Query;
  readonly position: ReadsPosition;
  readonly issuer: string;
  readonly clientId: string;
  /** The person who asked, where one signed in. */
  readonly personId: string | null;
  /** Of the key or certificate that the token was bound to. */
  readonly keyThumbprint: string;
  /** The held query whose approval the page before was released under; null where none was needed. */
  readonly heldId: string | null;
  readonly grantId: string;
  readonly epoch: number;
  /** Ms since the epoch. */
  readonly expiresAt: number;
}

/** After this a query is asked anew. */
export const CURSOR_LIFETIME = 15 * 60_000;

const NONCE = 12;
const TAG = 16;

/** AES-256-GCM (NIST SP 800-38D); base64url of nonce, ciphertext and tag. */
export function sealCursor(cursor: PageCursor, key: Buffer): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = [nonce, cipher.update(JSON.stringify(cursor), 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64url');
}

/**
 * Opens a cursor for the subject that presents it.
 * @throws GatewayError `malformed` for anything but an unexpired cursor of this client, key and release.
 */
export function openCursor(
  text: string,
  key: Buffer,
  holder: { readonly subject: Subject; readonly keyThumbprint: string; readonly follows: string },
  now: number,
): PageCursor {
  const cursor = decrypt(Buffer.from(text, 'base64url'), key);
  const { subject, keyThumbprint, follows } = holder;
  if (
    cursor === null ||
    cursor.follows !== follows ||
    cursor.issuer !== subject.issuer ||
    cursor.clientId !== subject.clientId ||
    cursor.personId !== subject.personId ||
    cursor.keyThumbprint !== keyThumbprint ||
    !(now < cursor.expiresAt)
  ) {
    throw new GatewayError(
      'malformed',
      '`cursor` is not one of this query, or has expired: ask the query anew',
    );
  }
  return cursor;
}

function decrypt(bytes: Buffer, key: Buffer): PageCursor | null {
  if (bytes.length <= NONCE + TAG) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
    decipher.setAuthTag(bytes.subarray(-TAG));
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as PageCursor;
  } catch {
    return null;
  }
}

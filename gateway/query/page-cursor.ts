/**
 * The cursor behind `next`: encrypted, so that it tells nothing and cannot be made up, and bound to the query,
 * its position, the client and its key, the officer, the grant and the epoch. It carries no right:
 * each page is decided again.
 */
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import type { Query } from '../../sharing-rules/terms/query.ts';
import { GatewayError } from '../faults/errors.ts';
import type { ReadsPosition } from '../reads/reads-store.ts';
import { openText, sealText } from './sealed-text.ts';

export interface PageCursor {
  /** The release whose next page this is. */
  readonly follows: string;
  readonly query: Query;
  readonly position: ReadsPosition;
  readonly issuer: string;
  readonly clientId: string;
  /** The person who asked, where one signed in. */
  readonly personId: string | null;
  /** The thumbprint of the key or certificate that the token was bound to. */
  readonly keyThumbprint: string;
  /** The held query whose approval the page before was released under; null where none was needed. */
  readonly heldId: string | null;
  readonly grantId: string;
  readonly epoch: number;
  /** Ms since the epoch. */
  readonly expiresAt: number;
}

/** Milliseconds, after which the query must be asked again. */
export const CURSOR_LIFETIME = 15 * 60_000;

/** Encrypts a cursor: see `sealed-text.ts`. */
export function sealCursor(cursor: PageCursor, key: Buffer): string {
  return sealText(JSON.stringify(cursor), key);
}

/** The same cursor for another key of the same client; as it is where it was not sealed here. It lives no longer. */
export function rebindCursor(text: string, key: Buffer, keyThumbprint: string): string {
  const cursor = decrypt(text, key);
  return cursor === null ? text : sealCursor({ ...cursor, keyThumbprint }, key);
}

/** Returns what all cursors of a page share: sealed for another key of its client, it names the same page. */
export function pageNamedBy({ expiresAt: _, keyThumbprint: __, ...page }: PageCursor): Buffer {
  return Buffer.from(JSON.stringify(page));
}

/**
 * Opens a cursor for the asker that presents it. Its expiry is checked where a page is released: one that was
 * released before may be given again.
 * @throws GatewayError `malformed` for anything but a cursor of this client, key and release.
 */
export function openCursor(
  text: string,
  key: Buffer,
  holder: { readonly subject: Subject; readonly keyThumbprint: string; readonly follows: string },
): PageCursor {
  const cursor = decrypt(text, key);
  const { subject, keyThumbprint, follows } = holder;
  if (
    cursor === null ||
    cursor.follows !== follows ||
    cursor.issuer !== subject.issuer ||
    cursor.clientId !== subject.clientId ||
    cursor.personId !== subject.personId ||
    cursor.keyThumbprint !== keyThumbprint
  ) {
    throw notOfQuery();
  }
  return cursor;
}

/** @throws GatewayError `malformed` once its time is over */
export function requireUnexpired({ expiresAt }: Pick<PageCursor, 'expiresAt'>, now: number): void {
  if (now < expiresAt) return;
  throw new GatewayError(
    'malformed',
    '`cursor` has expired, after fifteen minutes: ask the whole query again',
  );
}

function notOfQuery(): GatewayError {
  return new GatewayError(
    'malformed',
    '`cursor` is not one of this query, or was given for another key than that of your token: send the query again ' +
      'with the `Idempotency-Key` that it had, and use the cursor of that answer; or ask the whole query again',
  );
}

function decrypt(text: string, key: Buffer): PageCursor | null {
  const opened = openText(text, key);
  return opened === null ? null : (JSON.parse(opened) as PageCursor);
}

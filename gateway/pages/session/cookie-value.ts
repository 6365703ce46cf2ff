/**
 * The value of a session's cookie: 32 random bytes, the hour, and a mark that one of our nodes made them. A stranger's
 * guess costs a hash and no look into the database, so a flood of them keeps nobody from the pages.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { LONGEST_MINUTES } from './sessions-store.ts';

const RANDOM = 32;
const HOUR = 4;
const MARK = 16;
const FORM = new RegExp(`^[\\w-]{${Math.ceil(((RANDOM + HOUR + MARK) * 4) / 3)}}$`);
const MS_OF_HOUR = 3_600_000;

/** @param secret the same on every node; @param now ms */
export function makeCookieValue(secret: Buffer, now: number): string {
  const hour = Buffer.alloc(HOUR);
  hour.writeUInt32BE(Math.floor(now / MS_OF_HOUR));
  const bytes = Buffer.concat([randomBytes(RANDOM), hour]);
  return Buffer.concat([bytes, markOf(bytes, secret)]).toString('base64url');
}

/** Returns true if we made it, in constant time; its session would have ended if it is too old. */
export function isOurs(value: string, secret: Buffer, now: number): boolean {
  if (!FORM.test(value)) return false;
  const bytes = Buffer.from(value, 'base64url');
  const marked = bytes.subarray(0, RANDOM + HOUR);
  if (!timingSafeEqual(bytes.subarray(RANDOM + HOUR), markOf(marked, secret))) return false;
  const age = Math.floor(now / MS_OF_HOUR) - marked.readUInt32BE(RANDOM);
  return age <= LONGEST_MINUTES / 60 + 1;
}

function markOf(bytes: Buffer, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update('session').update(bytes).digest().subarray(0, MARK);
}

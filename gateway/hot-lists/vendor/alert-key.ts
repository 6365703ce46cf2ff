/**
 * The key that the vendor sends with each alert. It is derived, so that no file and no row holds it: all nodes have the
 * same, and the vendor is told it with the subscription. The vendor signs nothing: this key is all that it offers, and so
 * it changes each day (UTC). Yesterday's key is still accepted, so that no alert is lost while the vendor is told.
 */
import { hkdfSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { isSameSecret } from '../../identity/jose/is-same-secret.ts';

export const ALERT_KEY_HEADER = 'x-gateway-alert-key';

/** Milliseconds by which the clock of the node that told the vendor the key may be ahead of ours. */
const AHEAD = 60_000;

/** @param key 32 bytes, of a file that all nodes share (RFC 5869) @param now ms */
export function alertKey(key: Buffer, now: number): string {
  return Buffer.from(hkdfSync('sha256', key, '', `vendor alerts ${utcDay(now)}`, 32)).toString('base64url');
}

/** Returns true if the head of a request has the key. Most have no such header, which costs nothing. */
export function bringsAlertKey(
  { headers }: Pick<IncomingMessage, 'headers'>,
  key: Buffer,
  now: number,
): boolean {
  const given = headers[ALERT_KEY_HEADER];
  return typeof given === 'string' && isAlertKey(given, key, now);
}

/** Returns true if it is the key of today or yesterday. @param now ms */
export function isAlertKey(given: string | undefined, key: Buffer, now: number): boolean {
  const days = [now - DAY, now, now + AHEAD];
  return days.map((day) => isSameSecret(given ?? '', alertKey(key, day))).includes(true);
}

/**
 * The key that the vendor sends with each alert. It is derived, so that no file and no row holds it: all nodes have the
 * same, and the vendor is told it with the subscription. The vendor signs nothing: this key is all that it offers.
 */
import { hkdfSync } from 'node:crypto';
import { isSameSecret } from '../../jose/is-same-secret.ts';

/** Name of the header that carries it. */
export const ALERT_KEY_HEADER = 'x-gateway-alert-key';

/** @param key 32 bytes, of a file that all nodes share (RFC 5869) */
export function alertKey(key: Buffer): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'vendor alerts', 32)).toString('base64url');
}

export function isAlertKey(given: string | undefined, key: Buffer): boolean {
  return isSameSecret(given ?? '', alertKey(key));
}

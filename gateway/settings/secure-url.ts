/**
 * Requires https for what is secret, or what rights depend on, unless it stays on this machine. The one place
 * that says so for issuers, their keys, the gateway's address, partners' endpoints and sources of hot lists.
 */
import ipaddr from 'ipaddr.js';

/** The rule for an address, as the end of a sentence that refuses one. */
export const MUST_BE_SECURE =
  'must begin with https:// (http:// only for this machine, e.g. http://127.0.0.1:8080)';

/** True for https, or http on this machine. */
export function isSecureUrl({ hostname, protocol }: Pick<URL, 'hostname' | 'protocol'>): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
}

/** True for this machine; false for what only begins like a loopback address, as `127.example.com`. */
export function isThisMachine(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}

/**
 * Where https is meant: what tells a secret, or what rights rest on, goes over TLS, or does not leave this machine. One
 * place says so for issuers and their keys, the gateway's own address, partners' endpoints and sources of hot lists.
 */
import ipaddr from 'ipaddr.js';

/** What an address must be, as the end of a sentence that refuses one. */
export const MUST_BE_SECURE =
  'must begin with https:// (http:// only for this machine, e.g. http://127.0.0.1:8080)';

/** https, or http on this machine. */
export function isSecureUrl({ hostname, protocol }: Pick<URL, 'hostname' | 'protocol'>): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** A name that only begins like a loopback address, `127.example.com`, is anybody's. */
function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}

/** Finds the address by which strangers are counted: where a request came from, as far as is credible. */
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import type { IsTrustedProxy } from './trusted-proxies.ts';

/** Express's `ip` looks behind trusted proxies; without it, the other end of the connection. */
export type AddressedRequest = Pick<IncomingMessage, 'socket'> & { readonly ip?: string | undefined };

/** @returns one text for all that one asker can choose among: an IPv4 address, or the 64 bits of an IPv6 network */
export function askerAddress({ ip, socket }: AddressedRequest): string {
  return networkOf(ip ?? socket.remoteAddress);
}

/** Finds the `askerAddress` of a request that Express has not seen yet. */
export function addressBehindProxies(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  isTrustedProxy: IsTrustedProxy,
): string {
  let ip = socket.remoteAddress;
  const forwarded = isTrustedProxy(ip) ? String(headers['x-forwarded-for'] ?? '').split(',') : [];
  // Each proxy adds at the end whom it heard: believed as long as the one that says it is.
  while (isTrustedProxy(ip)) {
    const before = forwarded.pop()?.trim();
    if (before === undefined || before === '') break;
    ip = before;
  }
  return askerAddress({ ip, socket });
}

/** Returns the `askerAddress` of one end of a connection. */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  if (!address.includes(':')) return address;
  // A dual-stack socket writes IPv4 so.
  if (address.startsWith('::ffff:') && address.includes('.')) return address.slice('::ffff:'.length);
  if (!ipaddr.IPv6.isValid(address)) return 'unknown';
  return `${ipaddr.IPv6.parse(address).parts.slice(0, 4).join(':')}::/64`;
}

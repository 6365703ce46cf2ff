/** Decides which addresses may be called: none inside unless configured, only loopback without TLS. */
import ipaddr from 'ipaddr.js';
import { GatewayError } from '../faults/errors.ts';
import { isSecureUrl } from '../settings/secure-url.ts';

export interface OutboundPolicy {
  /** Private ranges that may be called, in CIDR form, e.g. `10.1.2.0/24`. */
  readonly allow: readonly string[];
}

/** The way out, which only the operator can set. */
const UNLESS = 'unless OUTBOUND_RANGES of the gateway names it';

/** Checks a URL. @throws GatewayError `malformed` that says what is wrong with it, without its path */
export function guardUrl(text: string, policy: OutboundPolicy): URL {
  if (!URL.canParse(text)) throw refuse('it is not a URL');
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.username !== '' || url.password !== '') throw refuse('it holds credentials');
  if (!isSecureUrl(url)) throw refuse('it must begin with https://');
  // A literal is never looked up, so it is judged here.
  if (ipaddr.isValid(host) && !isOpen(host, policy))
    throw refuse(`it lies in a range that is not for outside calls, ${UNLESS}`);
  if (host === 'localhost' && !isOpen('127.0.0.1', policy)) throw refuse(`it is this machine, ${UNLESS}`);
  return url;
}

/** True if a resolved address may be connected to (RFC 6890: special-purpose ranges are not public). */
export function isOpen(address: string, { allow }: OutboundPolicy): boolean {
  if (!ipaddr.isValid(address)) return false;
  // IPv4-mapped IPv6 is judged as the IPv4 address that it is.
  const parsed = ipaddr.process(address);
  if (parsed.range() === 'unicast') return true;
  return allow.some((cidr) => {
    const [range, bits] = ipaddr.parseCIDR(cidr);
    return range.kind() === parsed.kind() && parsed.match(range, bits);
  });
}

function refuse(why: string): GatewayError {
  return new GatewayError('malformed', `the address may not be called: ${why}`);
}

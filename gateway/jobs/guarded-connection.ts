/** Connects to the outside: the address is guarded at that moment, the TCP socket at hand to be reset. */
import dns from 'node:dns';
import net, { type LookupFunction } from 'node:net';
import tls from 'node:tls';
import { GatewayError } from '../faults/errors.ts';
import { isOpen, type OutboundPolicy } from './guard-address.ts';

export interface GuardedConnection {
  /** The socket that HTTP is spoken over. */
  readonly socket: net.Socket;
  /**
   * The socket under it; the same without TLS. A cut resets this one: a TLS socket cannot be reset, and what
   * it has encrypted would still leave.
   */
  readonly tcp: net.Socket;
  /** Emitted by `socket` once a request may be written. */
  readonly ready: 'connect' | 'secureConnect';
}

export interface ConnectionOptions {
  readonly policy: OutboundPolicy;
  /** Milliseconds of silence, at most. */
  readonly patience: number;
  /** CA certificates beside the system's, PEM. */
  readonly ca?: string;
}

export function connectGuarded(
  { hostname, port, protocol }: URL,
  { ca, patience, policy }: ConnectionOptions,
): GuardedConnection {
  const secure = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const lookup = guardedLookup(policy);
  const tcp = net.connect({ host, port: Number(port || (secure ? 443 : 80)), lookup, timeout: patience });
  if (!secure) return { socket: tcp, tcp, ready: 'connect' };
  const socket = tls.connect({
    socket: tcp,
    host,
    // RFC 6066 section 3: a server name is never an address.
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    ...(ca === undefined ? {} : { ca }),
  });
  // `tls.connect` leaves the time of a socket that it is given to the one who gave it.
  socket.setTimeout(patience);
  return { socket, tcp, ready: 'secureConnect' };
}

/** Looks up a name. All its addresses must be open: one of these is connected to, whatever DNS says next. */
function guardedLookup(policy: OutboundPolicy): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || first === undefined) return callback(error ?? new Error('no address'), '', 0);
      if (!addresses.every(({ address }) => isOpen(address, policy))) {
        const refused = new GatewayError('malformed', 'the address may not be called: its name leads inside');
        return callback(refused, '', 0);
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

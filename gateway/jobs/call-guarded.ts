/** One outgoing HTTP call: address guarded at the moment of connecting, time and redirects bounded. */
import dns from 'node:dns';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { GatewayError } from '../errors.ts';
import { guardUrl, isOpen, type OutboundPolicy } from './guard-address.ts';

export interface Call {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly policy: OutboundPolicy;
  /** Longest silence, ms. */
  readonly patience: number;
  /** Longest time until the last byte of the answer, ms; default: ten minutes. */
  readonly longest?: number;
  /** False: a redirect is an answer like others. */
  readonly follow?: false;
  /**
   * Hands over the body, once the connection stands; false if nothing may be sent any more. Absent: no body.
   * It does all in this tick: gathers what it sends, asks for the right to send it, then hands it over.
   */
  readonly write?: (request: ClientRequest) => boolean;
  /** CA certificates beside the system's, PEM. */
  readonly ca?: string;
}

const MOST_REDIRECTS = 3;
/** A drop every few seconds would hold a worker for ever. */
const LONGEST = 600_000;

/**
 * Resolves with the answer's head; the caller reads or destroys its body.
 * @throws GatewayError `malformed` for a forbidden address, `unavailable` where nothing answered
 */
export async function callGuarded(call: Call, redirects = 0): Promise<IncomingMessage> {
  const answer = await send(call, guardUrl(call.url, call.policy));
  const status = answer.statusCode ?? 0;
  const { location } = answer.headers;
  if (status < 300 || status > 399 || status === 304 || location === undefined || call.follow === false)
    return answer;
  answer.destroy();
  // What is posted is for the registered address and no other.
  if (call.method === 'POST' || redirects === MOST_REDIRECTS) {
    throw new GatewayError('malformed', 'the address answers with a redirect that is not followed');
  }
  return callGuarded({ ...call, url: new URL(location, call.url).href }, redirects + 1);
}

function send(call: Call, url: URL): Promise<IncomingMessage> {
  const { method, headers, policy, patience, write, ca, longest = LONGEST } = call;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      if (cause instanceof GatewayError) return reject(cause);
      reject(new GatewayError('unavailable', 'the other side cannot be reached or broke off', { cause }));
    };
    const options = {
      method,
      headers,
      agent: false as const,
      lookup: guardedLookup(policy),
      timeout: patience,
      ...(ca === undefined ? {} : { ca }),
    };
    const request = (url.protocol === 'https:' ? https : http).request(url, options);
    const overdue = setTimeout(() => request.destroy(new Error('too slow')), longest).unref();
    request.once('close', () => clearTimeout(overdue));
    request.once('response', resolve);
    request.once('error', fail);
    request.once('timeout', () => request.destroy(new Error('too slow')));
    if (write === undefined) {
      request.end();
      return;
    }
    // Before the connection stands a body would wait in this process, where no bar is asked any more.
    request.once('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        if (!write(request)) request.destroy(stopped());
      });
    });
  });
}

/** Every address that the name has must be open: the one connected to is one of these, whatever DNS says next. */
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

function stopped(): GatewayError {
  return new GatewayError('unavailable', 'the right ended before anything was sent');
}

/** Makes one outgoing HTTP call: the address is guarded when it connects; time and redirects are bounded. */
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { GatewayError } from '../faults/errors.ts';
import { guardUrl } from './guard-address.ts';
import { type ConnectionOptions, connectGuarded } from './guarded-connection.ts';

export interface Call extends ConnectionOptions {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until the last byte of the answer, at most; default: ten minutes. */
  readonly longest?: number;
  /** False if a redirect is an answer like others. */
  readonly follow?: false;
  /**
   * Hands over the body and ends the request, once the connection stands. Absent: no body.
   * @param tcp to be reset by anyone who must cut it: it lies under what the request is written to
   */
  readonly write?: (request: ClientRequest, tcp: Socket) => void;
}

const MOST_REDIRECTS = 3;
/** Milliseconds: otherwise a byte every few seconds would hold a worker forever. */
const LONGEST = 600_000;

/**
 * Makes the call. Resolves with the answer's head; the caller reads or destroys its body.
 * @throws GatewayError `malformed` for a forbidden address, `unavailable` if nothing answered
 */
export async function callGuarded(call: Call, redirects = 0): Promise<IncomingMessage> {
  const answer = await send(call, guardUrl(call.url, call.policy));
  const status = answer.statusCode ?? 0;
  const { location } = answer.headers;
  if (status < 300 || status > 399 || status === 304 || location === undefined || call.follow === false)
    return answer;
  answer.destroy();
  // A posted body is for the registered address and no other.
  if (call.method === 'POST' || redirects === MOST_REDIRECTS) {
    throw new GatewayError('malformed', 'the address answers with a redirect that is not followed');
  }
  return callGuarded({ ...call, url: new URL(location, call.url).href }, redirects + 1);
}

function send(call: Call, url: URL): Promise<IncomingMessage> {
  const { method, headers, patience, write, longest = LONGEST } = call;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      if (cause instanceof GatewayError) return reject(cause);
      reject(new GatewayError('unavailable', 'the other side cannot be reached or broke off', { cause }));
    };
    const { ready, socket, tcp } = connectGuarded(url, call);
    const options = { method, headers, timeout: patience, createConnection: () => socket };
    const request = (url.protocol === 'https:' ? https : http).request(url, options);
    const overdue = setTimeout(() => request.destroy(new Error('too slow')), longest).unref();
    request.once('close', () => clearTimeout(overdue));
    request.once('response', resolve);
    request.on('error', fail);
    request.once('timeout', () => request.destroy(new Error('too slow')));
    if (write === undefined) request.end();
    // Until it is connected, a body would wait in this process, where no fence is checked any more.
    else socket.once(ready, () => write(request, tcp));
  });
}

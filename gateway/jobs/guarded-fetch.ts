/** Offers `fetch` to libraries through the same guard as every call: no redirect, bounded size and time. */
import { GatewayError } from '../faults/errors.ts';
import { callGuarded } from './call-guarded.ts';
import type { OutboundPolicy } from './guard-address.ts';

export interface FetchBounds {
  readonly policy: OutboundPolicy;
  /** Milliseconds of silence, and milliseconds altogether, at most. */
  readonly patience: number;
  readonly longest: number;
  /** Bytes of an answer, at most. */
  readonly largest: number;
  /** CA certificates beside the system's, PEM. */
  readonly ca?: string;
}

export interface FetchOptions {
  readonly method?: string;
  readonly headers?: RequestInit['headers'];
  readonly body?: unknown;
}

/** The statuses of answers that have no body (RFC 9110 §15). */
const BODILESS = new Set([204, 205, 304]);

/** Returns a `fetch` that rejects as `callGuarded` does; `too_large` for an answer beyond the bound. */
export function guardedFetch(bounds: FetchBounds): (url: string, options: FetchOptions) => Promise<Response> {
  const { largest, ...guard } = bounds;
  return async (url, { method = 'GET', headers, body }) => {
    if (method !== 'GET' && method !== 'POST') throw new Error(`no call with method \`${method}\``);
    const text = body === undefined || body === null ? undefined : String(body);
    const answer = await callGuarded({
      ...guard,
      url,
      method,
      headers: Object.fromEntries(new Headers(headers)),
      // A token must not follow a redirect to somebody else.
      follow: false,
      ...(text === undefined ? {} : { write: (request) => void request.end(text) }),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of answer) {
        size += (chunk as Buffer).length;
        if (size > largest) throw new GatewayError('too_large', `the answer is larger than ${largest} bytes`);
        chunks.push(chunk as Buffer);
      }
    } catch (cause) {
      if (cause instanceof GatewayError) throw cause;
      throw new GatewayError('unavailable', 'the other side broke off in the middle', { cause });
    }
    const status = answer.statusCode ?? 0;
    return new Response(BODILESS.has(status) ? null : Buffer.concat(chunks), {
      status,
      headers: Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      ),
    });
  };
}

/** Sends the vendor one request, bounded in time and size, never redirected; the answer is whole or none. */
import { FlockFault } from './flock-fault.ts';

export interface Exchange {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ms for the whole answer. */
  readonly patience: number;
  /** Gives the request up. */
  readonly signal?: AbortSignal;
}

export interface Answered {
  readonly status: number;
  /** The body of an answer with status 2xx; undefined where it has none. Others are not read. */
  readonly body: unknown;
  /** Seconds, as the answer asks for; null where it does not. */
  readonly retryAfter: number | null;
}

/** Bytes: a page of 50 reads has about 50 KB. */
const LARGEST = 4 * 2 ** 20;

/** @throws FlockFault `unreachable`, `slow`, `malformed`, or `cut` by the signal */
export async function exchangeJson({ patience, signal, url, ...request }: Exchange): Promise<Answered> {
  const late = AbortSignal.timeout(patience);
  const signals = signal === undefined ? [late] : [signal, late];
  const fault = () => {
    if (signal?.aborted) return new FlockFault('cut');
    return new FlockFault(late.aborted ? 'slow' : 'unreachable');
  };
  let text: string;
  let response: Response;
  try {
    // A token and a plate must not follow a redirect to somebody else.
    response = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.any(signals) });
    const { status } = response;
    const retryAfter = secondsOf(response.headers.get('Retry-After'));
    if (!response.ok) {
      await response.body?.cancel();
      return { status, body: undefined, retryAfter };
    }
    if (
      !/^application\/(?!problem\b)(?:[\w.-]+\+)?json\b/i.test(
        response.headers.get('Content-Type') ?? 'application/json',
      )
    ) {
      throw new FlockFault('malformed', { status });
    }
    text = await readBounded(response);
  } catch (error) {
    throw error instanceof FlockFault ? error : fault();
  }
  return { status: response.status, body: parse(text), retryAfter: null };
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST) throw new FlockFault('malformed', { status: response.status });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new FlockFault('malformed');
  }
}

/** Returns the seconds of `Retry-After` (RFC 9110 §10.2.3: seconds, or a date), or null. */
function secondsOf(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d{1,6}$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1_000));
}

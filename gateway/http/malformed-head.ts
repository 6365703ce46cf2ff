/**
 * Finds faults in a request's head that Node lets pass, and that a proxy before us may read in another way. A
 * head is bounded by `maxHeaderSize`; Node's own limit of lines would instead hide the rest from every check.
 */
import type { IncomingMessage } from 'node:http';

export interface MalformedHead {
  readonly status: 400 | 431;
  readonly title: string;
  readonly detail: string;
}

const MOST_HEADERS = 64;

const badRequest = (detail: string): MalformedHead => ({ status: 400, title: 'Bad request', detail });

const TOO_MANY: MalformedHead = {
  status: 431,
  title: 'Request header fields too large',
  detail: `the request has more than ${MOST_HEADERS} header lines: send fewer`,
};
/** RFC 9112 §3.2. */
const TWO_HOSTS = badRequest('the request names more than one `Host`: send one');
/**
 * A whole URL, which RFC 9112 §3.2.2 would have taken, or `*` (§3.2.4): a proxy before us may route by another
 * name than the one we read.
 */
const NO_PATH = badRequest(
  'the request names a whole URL, or none: send the path alone, with the name in `Host`',
);

/** Returns null if nothing is wrong. */
export function malformedHead({ rawHeaders, url = '' }: IncomingMessage): MalformedHead | null {
  if (rawHeaders.length > 2 * MOST_HEADERS) return TOO_MANY;
  if (!url.startsWith('/')) return NO_PATH;
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1 ? TWO_HOSTS : null;
}

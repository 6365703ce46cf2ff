/** How many `Host` lines a request has. Node joins none of them: it takes the first, and a proxy before it maybe the last. */
import type { IncomingMessage } from 'node:http';

/** More than one must be refused (RFC 9112 §3.2). */
export function countHosts({ rawHeaders }: IncomingMessage): number {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}

/** Reads for how long the one who asks will wait (RFC 7240 §4.3, `Prefer: wait=`), 3 seconds at most. */
import type { Request } from 'express';

const LONGEST = 3_000;

/** Returns milliseconds; a preference that cannot be read is none. */
export function waitOf(request: Pick<Request, 'get'>): number {
  const [, seconds] = /(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])/.exec(request.get('Prefer') ?? '') ?? [];
  return seconds === undefined ? LONGEST : Math.min(Number(seconds) * 1_000, LONGEST);
}

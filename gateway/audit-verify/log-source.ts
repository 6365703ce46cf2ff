/** Where a log is read from: an HTTP prefix with the layout of C2SP tlog-tiles. */
import type { Bytes } from './bytes.ts';

/** Reads a file of the log; null if it is not there. @throws SourceError if that cannot be told. */
export type LogSource = (path: string) => Promise<Bytes | null>;

/** The log could not be read, so nothing can be said about it: neither that it is right nor that it is wrong. */
export class SourceError extends Error {}

const ATTEMPTS = 5;
const TIMEOUT = 30_000;
const LONGEST_WAIT = 60;
/** Characters of what a server says that are passed on. */
const LONGEST_REASON = 200;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A log served under a URL, e.g. `https://gateway.example/log`. Waits where it is asked to (429, 503); what cannot be
 * read rejects with a SourceError.
 */
export function httpSource(prefix: string): LogSource {
  const base = prefix.replace(/\/+$/, '');
  return async (path) => {
    for (let attempt = 1; ; attempt++) {
      // In a browser too, nothing goes along that says who asks.
      const asking = { credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT) } as const;
      const response = await fetch(`${base}/${path}`, asking).catch((error) => {
        throw new SourceError(`cannot reach \`${base}\`: ${String(error.cause?.message ?? error.message)}`);
      });
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      const why = await reasonIn(response);
      if (response.status === 404) return null;
      if (![429, 503].includes(response.status) || attempt === ATTEMPTS) {
        throw new SourceError(`\`${base}/${path}\` answered ${response.status}${why}`);
      }
      const asked = Number(response.headers.get('retry-after') ?? attempt);
      await pause(1000 * Math.min(Number.isFinite(asked) ? asked : attempt, LONGEST_WAIT));
    }
  };
}

/** The first line of a text that says why, of ordinary characters; empty where there is none. */
async function reasonIn(response: Response): Promise<string> {
  const isText = response.headers.get('content-type')?.startsWith('text/plain') === true;
  const [line = ''] = (isText ? await response.text().catch(() => '') : '').split('\n', 1);
  if (!isText) await response.body?.cancel();
  const said = line.replace(/[^\x20-\x7e]/g, '').slice(0, LONGEST_REASON);
  return said === '' ? '' : `: ${said}`;
}

const WIDTH = 256;

/** The path of tile `index` of a kind (`tile/0`, `tile/entries`), e.g. `tile/0/x001/067`, without `.p/`. */
function tilePath(kind: string, index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  return `${kind}/${groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')}`;
}

/**
 * Reads the part of tile `index` that a tree with `total` elements of its kind has; a partial tile's
 * full one may stand in for it.
 */
export async function readPart(
  source: LogSource,
  kind: string,
  index: number,
  total: number,
): Promise<{ path: string; width: number; bytes: Bytes | null }> {
  const width = Math.min(WIDTH, total - index * WIDTH);
  const full = tilePath(kind, index);
  const path = width === WIDTH ? full : `${full}.p/${width}`;
  return { path, width, bytes: (await source(path)) ?? (path === full ? null : await source(full)) };
}

/** Splits an entry bundle into its first `width` entries; null if it does not hold so many. */
export function splitBundle(bundle: Bytes, width: number): Bytes[] | null {
  const entries: Bytes[] = [];
  for (let at = 0; entries.length < width; ) {
    if (at + 2 > bundle.length) return null;
    const end = at + 2 + 256 * (bundle[at] as number) + (bundle[at + 1] as number);
    if (end > bundle.length) return null;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

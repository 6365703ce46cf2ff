/** Reads a log over HTTP, below a prefix with the layout of C2SP tlog-tiles. */
import { type Bytes, joined, textOf } from './bytes.ts';

/** Reads a file of the log; null if it is not there. @throws SourceError if that cannot be known. */
export type LogSource = (path: string) => Promise<Bytes | null>;

/** The log could not be read, so nothing can be said about it: neither that it is right nor that it is wrong. */
export class SourceError extends Error {}

const ATTEMPTS = 5;
const TIMEOUT = 30_000;
const LONGEST_WAIT = 60;
/** The most characters of a server's reason that are passed on. */
const LONGEST_REASON = 200;
/** The most bytes of a file of a log: 256 entries, each after its length in two bytes. */
const LONGEST_FILE = 256 * (2 + 65_535);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Creates the source of a log under a URL, e.g. `https://gateway.example/log`. It waits if asked to (429,
 * 503), and rejects with a SourceError if something cannot be read.
 */
export function httpSource(prefix: string): LogSource {
  const base = prefix.replace(/\/+$/, '');
  return async (path) => {
    for (let attempt = 1; ; attempt++) {
      const response = await ask(base, path);
      if (response.bytes !== null) return response.bytes;
      if (response.status === 404) return null;
      if (![429, 503].includes(response.status) || attempt === ATTEMPTS) {
        throw new SourceError(`\`${base}/${path}\` answered ${response.status}${response.why}`);
      }
      const asked = Number(response.retryAfter ?? attempt);
      await pause(1000 * Math.min(Number.isFinite(asked) ? asked : attempt, LONGEST_WAIT));
    }
  };
}

interface Answered {
  readonly status: number;
  readonly retryAfter: string | null;
  /** The file; null if it is not there. */
  readonly bytes: Bytes | null;
  /** The server's reason why it is not there. */
  readonly why: string;
}

async function ask(base: string, path: string): Promise<Answered> {
  const url = `${base}/${path}`;
  const once = async (): Promise<Answered> => {
    // In a browser too, nothing is sent that says who asks.
    const response = await fetch(url, { credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT) });
    const { headers, ok, status } = response;
    const retryAfter = headers.get('retry-after');
    return ok
      ? { status, retryAfter, bytes: await bodyOf(response, url), why: '' }
      : { status, retryAfter, bytes: null, why: await reasonIn(response, url) };
  };
  // A server may close a kept connection just when it is used again: a second attempt tells.
  return once()
    .catch((error) => {
      if (error instanceof SourceError) throw error;
      return once();
    })
    .catch((error) => {
      if (error instanceof SourceError) throw error;
      const why = String(error.cause?.message ?? error.message);
      throw new SourceError(`cannot reach \`${base}\`, or its answer broke off, at \`${path}\`: ${why}`);
    });
}

/** Reads a body. @throws SourceError if it is endless, since the server is not trusted */
async function bodyOf(response: Response, url: string): Promise<Bytes> {
  const reader = response.body?.getReader();
  const parts: Bytes[] = [];
  for (let length = 0; reader !== undefined; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value as Bytes);
    length += value.length;
    if (length <= LONGEST_FILE) continue;
    await reader.cancel();
    throw new SourceError(`\`${url}\` is longer than any file of a log can be`);
  }
  return joined(parts);
}

/** Returns the first line of a text that says why, of ordinary characters; empty if there is none. */
async function reasonIn(response: Response, url: string): Promise<string> {
  const isText = response.headers.get('content-type')?.startsWith('text/plain') === true;
  const [line = ''] = (isText ? textOf(await bodyOf(response, url)) : '').split('\n', 1);
  if (!isText) await response.body?.cancel();
  const said = line.replace(/[^\x20-\x7e]/g, '').slice(0, LONGEST_REASON);
  return said === '' ? '' : `: ${said}`;
}

const WIDTH = 256;

/** Returns the path of tile `index` of a kind (`tile/0`, `tile/entries`), without `.p/`. */
function tilePath(kind: string, index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  return `${kind}/${groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')}`;
}

/** Returns path and width of the part of tile `index` that a tree with `total` elements of its kind has. */
export function partOf(
  kind: string,
  index: number,
  total: number,
): { readonly path: string; readonly full: string; readonly width: number } {
  const width = Math.min(WIDTH, total - index * WIDTH);
  const full = tilePath(kind, index);
  return { path: width === WIDTH ? full : `${full}.p/${width}`, full, width };
}

/** Reads such a part; the full tile may stand in for a partial one. */
export async function readPart(
  source: LogSource,
  kind: string,
  index: number,
  total: number,
): Promise<{ path: string; width: number; bytes: Bytes | null }> {
  const { full, path, width } = partOf(kind, index, total);
  return { path, width, bytes: (await source(path)) ?? (path === full ? null : await source(full)) };
}

/**
 * Checks whether a part is missing because the log grew, as a mirror then drops partial tiles.
 * @param path which is missing
 * @param note the checkpoint by which the log is read
 * @throws SourceError if the log has another head by now
 */
export async function refuseWhereGrown(source: LogSource, path: string, note: string): Promise<void> {
  if (!path.includes('.p/')) return;
  const newest = await source('checkpoint');
  const headOf = (text: string) => text.slice(0, text.lastIndexOf('\n\n'));
  if (newest === null || headOf(textOf(newest)) === headOf(note)) return;
  throw new SourceError(
    `\`${path}\` is gone, since the log grew while it was read; next: run the same again`,
  );
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

/** Splits a tile into its first `width` hashes; null if it does not hold so many. */
export function splitHashes(tile: Bytes, width: number): Bytes[] | null {
  if (tile.length < 32 * width) return null;
  return Array.from({ length: width }, (_, i) => tile.subarray(32 * i, 32 * (i + 1)));
}

/** The extent and frequency with which a log says that it is published. */
export interface Published {
  /** The number of entries whose texts are published. */
  readonly size: number;
  /** Seconds between two heads; null if it does not say so, as a mirror does not. */
  readonly everyS: number | null;
}

/** Reads what the log publishes; all if it does not say. @throws SourceError if that is unreadable */
export async function publishedOf(source: LogSource, size: number): Promise<Published> {
  const text = await source('published');
  if (text === null) return { size, everyS: null };
  const told = parsePublished(textOf(text));
  if (told === null) throw new SourceError('`published` does not say how many entries are published');
  return { ...told, size: Math.min(told.size, size) };
}

/** Parses the file `published`; null if it is malformed. */
export function parsePublished(text: string): Published | null {
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  try {
    const { headEverySeconds, size } = JSON.parse(text) as Record<string, unknown>;
    return isCount(size) ? { size, everyS: isCount(headEverySeconds) ? headEverySeconds : null } : null;
  } catch {
    return null;
  }
}

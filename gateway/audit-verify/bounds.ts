/**
 * Bounds how much of a log is read: anyone who holds its key can sign a head of any size, and serve tiles for it without end.
 */
import { type LogSource, SourceError } from './log-source.ts';

/** The most entries: a hundred years of a busy department, and some hours of work. */
export const MOST_ENTRIES = 100_000_000;
/** The most hours for all of it. */
const MOST_HOURS = 12;
/** The most gigabytes that a mirror writes in one run: four times what so many entries take. */
const MOST_GIGABYTES = 100;
const HOUR = 3_600_000;
const GIGABYTE = 1_000_000_000;

export interface GivenBounds {
  readonly 'most-entries'?: string | undefined;
  readonly 'most-hours'?: string | undefined;
  readonly 'most-gigabytes'?: string | undefined;
}

export interface Bounds {
  readonly entries: number;
  readonly hours: number;
  readonly bytes: number;
}

/** Reads the bounds. @throws Error that names the option whose value is not a number above 0 */
export function readBounds(given: GivenBounds): Bounds {
  const read = (name: keyof GivenBounds, fallback: number): number => {
    const text = given[name];
    if (text === undefined) return fallback;
    if (!/^\d{1,16}(\.\d+)?$/.test(text) || Number(text) === 0)
      throw new Error(`\`--${name}\` must be a number above 0, e.g. ${fallback}`);
    return Number(text);
  };
  return {
    entries: read('most-entries', MOST_ENTRIES),
    hours: read('most-hours', MOST_HOURS),
    bytes: read('most-gigabytes', MOST_GIGABYTES) * GIGABYTE,
  };
}

/** Refuses a log of more entries. @throws SourceError before anything of the log is read */
export function requireFewer(size: number, most: number): void {
  if (size <= most) return;
  throw new SourceError(
    `the checkpoint says that the log has ${size} entries, and at most ${most} are read (--most-entries): a head of any size ` +
      'can be signed, to keep those busy who verify; next: ask the owner how long the log is, and if it is, allow as many',
  );
}

/** Returns the same source, which refuses to read after this many hours from now. */
export function withinHours(source: LogSource, hours: number): LogSource {
  const until = performance.now() + hours * HOUR;
  return async (path) => {
    if (performance.now() < until) return source(path);
    throw new SourceError(
      `it was not done within ${hours} hours (--most-hours): nothing is said of the log; next: see whether its server is slow, ` +
        'read a mirror of it, or allow more hours',
    );
  };
}

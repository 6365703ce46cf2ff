/** Parses days and times of the command line. */
import { InvalidArgumentError } from 'commander';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

export function day(text: string): string {
  if (DAY.test(text) && isReal(text)) return text;
  throw new InvalidArgumentError('write a day as 2026-06-01');
}

export function dayOrTime(text: string): string {
  if ((DAY.test(text) || TIME.test(text)) && isReal(text)) return text;
  throw new InvalidArgumentError('write a day as 2026-06-01, or a time as 2026-06-01T08:00:00Z');
}

/** Parses a time for commander to RFC 3339 in UTC; it may lack seconds, but not the time zone. */
export function time(text: string): string {
  if (TIME.test(text) && isReal(text)) return new Date(text).toISOString();
  throw new InvalidArgumentError(
    'write a time with its zone, as 2026-06-01T08:00:00Z or 2026-06-01T08:00-06:00',
  );
}

/** False for days like 31 February, which JavaScript takes for 3 March. */
function isReal(text: string): boolean {
  const date = text.slice(0, 10);
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && new Date(time).toISOString().startsWith(date);
}

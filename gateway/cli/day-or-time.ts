/** Days and times of the command line. */
import { InvalidArgumentError } from 'commander';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** A parser for commander. */
export function day(text: string): string {
  if (DAY.test(text) && isReal(text)) return text;
  throw new InvalidArgumentError('write a day as 2026-06-01');
}

/** A parser for commander. */
export function dayOrTime(text: string): string {
  if ((DAY.test(text) || TIME.test(text)) && isReal(text)) return text;
  throw new InvalidArgumentError('write a day as 2026-06-01, or a time as 2026-06-01T08:00:00Z');
}

/** JavaScript takes the 31st of February for the 3rd of March. */
function isReal(text: string): boolean {
  const date = text.slice(0, 10);
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && new Date(time).toISOString().startsWith(date);
}

/** The ways in which hot lists write dates; a date without a time is a day in UTC. */
import { DAY } from '../../../../sharing-rules/terms/retention.ts';

const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const DASHED = /^(\d{4})-(\d{2})-(\d{2})$/;
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const FULL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

/** Returns the first moment of the date, ms since the epoch; null if the text is not a date. */
export function parseDate(text: string): number | null {
  const [, year, month, day] = COMPACT.exec(text) ?? DASHED.exec(text) ?? american(text) ?? [];
  if (year !== undefined) return dayOf(Number(year), Number(month), Number(day));
  if (!FULL.test(text)) return null;
  const time = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? null : time;
}

/** Parses a date like `parseDate`, but a date without a time lasts until its end. */
export function parseExpiry(text: string): number | null {
  const start = parseDate(text);
  return start === null || FULL.test(text) ? start : start + DAY;
}

function american(text: string): [string, string, string, string] | null {
  const found = AMERICAN.exec(text);
  return found && [text, found[3] as string, found[1] as string, found[2] as string];
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Refuses 30 February, which `Date` would move into March. */
function dayOf(year: number, month: number, day: number): number | null {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  const last = (DAYS[month - 1] ?? 0) + leap;
  // `Date.UTC` takes the years before 100 for others.
  return year >= 100 && day >= 1 && day <= last ? Date.UTC(year, month - 1, day) : null;
}

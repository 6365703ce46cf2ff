/** Shows times as people read them: UTC, to the minute, with the whole time behind it for programs. */
import { utcMinute } from '../../../sharing-rules/terms/utc-day.ts';

interface TimeProps {
  /** The time as ISO 8601. */
  readonly at: string | null;
  /** The text for null; default: nothing. */
  readonly none?: string;
}

/** Formats a time for running text: UTC, to the minute. */
export const toMinute = (at: string) => utcMinute(Date.parse(at));

export function Time({ at, none = '' }: TimeProps) {
  if (at === null) return none;
  return <time dateTime={at}>{toMinute(at)}</time>;
}

/** Returns the last day on which what ends at this moment still holds: for 00:00 it is the day before. */
export const lastDayBefore = (end: string) => new Date(Date.parse(end) - 1).toISOString().slice(0, 10);

/** Shows a day alone. */
export function Day({ at, none = '' }: TimeProps) {
  return at === null ? none : <time dateTime={at.slice(0, 10)}>{at.slice(0, 10)}</time>;
}

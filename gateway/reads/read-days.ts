/** UTC days as reads are stored by: `YYYY-MM-DD`. */
import { DAY } from '../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../sharing-rules/terms/utc-day.ts';

/** The days from that of `from` to that of `to`, both included. */
export function daysBetween(from: number, to: number): string[] {
  const first = Math.floor(from / DAY);
  const last = Math.floor(to / DAY);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => utcDay((first + i) * DAY));
}

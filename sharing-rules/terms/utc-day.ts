/** Days and times as text, always UTC. */
import { DAY } from './retention.ts';

/** Returns `YYYY-MM-DD`. @param time ms since the epoch, or a Date */
export function utcDay(time: number | Date): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Returns `YYYY-MM-DD hh:mm UTC`, for running text. @param time ms since the epoch */
export function utcMinute(time: number): string {
  const text = new Date(time).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

/** Returns `YYYY-MM-DD hh:mm:ss`, for tables that people read. @param time as RFC 3339 text, UTC */
export function utcSecond(time: string): string {
  return time.replace('T', ' ').slice(0, 19);
}

/** Returns the seconds until the UTC day, by which quotas count, is over. @param now ms since the epoch */
export function secondsToMidnight(now: number): number {
  return Math.ceil((DAY - (now % DAY)) / 1_000);
}

/** Converts between times on clocks in Colorado and the moments that they stand for. */
import { COLORADO_CLOCK } from '../layout/colorado-clock.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The milliseconds behind UTC of standard and daylight time. */
const OFFSETS = [7 * 60 * MINUTE, 6 * 60 * MINUTE] as const;

/** The zones in which the times of a form may be meant. */
export const TIME_ZONES = ['utc', 'colorado'] as const;
export type TimeZone = (typeof TIME_ZONES)[number];

const TYPED = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d{1,3})?)?(Z?)$/;

/**
 * Returns the moment of a time as a form has it, ms; null for anything else. With `Z` it is UTC in any zone.
 * @param end of a window: the hour that a clock shows twice in autumn is wholly in it
 */
export function momentOf(typed: string, zone: TimeZone, end = false): number | null {
  const [, day, minute, second = '00', z] = TYPED.exec(typed.trim()) ?? [];
  if (day === undefined) return null;
  const asUtc = Date.parse(`${day}T${minute}:${second}Z`);
  // A day that no month has becomes one of the next month elsewhere.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== day) return null;
  if (zone === 'utc' || z === 'Z') return asUtc;
  const shown = `${day} ${minute}:${second}`;
  const fitting = OFFSETS.map((offset) => asUtc + offset).filter((at) => COLORADO_CLOCK.format(at) === shown);
  // A clock skips an hour in spring: times that it never showed are read as if it had not been set.
  if (fitting.length === 0) return asUtc + OFFSETS[0];
  return end ? Math.max(...fitting) : Math.min(...fitting);
}

/** Formats a time in UTC for a field of the type `datetime-local`. */
export function fieldTime(at: number): string {
  return new Date(at).toISOString().slice(0, 16);
}

/** Formats it as a clock in Colorado shows it; null in autumn's repeated hour, which tells no moment. */
export function coloradoFieldTime(at: number): string | null {
  const shown = COLORADO_CLOCK.format(at).slice(0, 16).replace(' ', 'T');
  const meant = [false, true].map((end) => momentOf(shown, 'colorado', end));
  return meant.every((one) => one !== null && Math.abs(one - at) < MINUTE) ? shown : null;
}

/** Returns the last day, to begin a form with: by the officer's clock, or in UTC if that tells no moment. */
export function lastDay(now: number): {
  readonly zone: TimeZone;
  readonly from: string;
  readonly to: string;
  readonly end: number;
} {
  const end = Math.floor(now / MINUTE) * MINUTE + MINUTE;
  const local = { from: coloradoFieldTime(end - DAY), to: coloradoFieldTime(end) };
  return local.from === null || local.to === null
    ? { zone: 'utc', from: fieldTime(end - DAY), to: fieldTime(end), end }
    : { zone: 'colorado', from: local.from, to: local.to, end };
}

/** Reads the durations of the incident tables: ISO 8601 in days or hours, `P3D` or `PT12H`. */
import { DAY } from '../terms/retention.ts';

export interface Duration {
  readonly text: string;
  readonly ms: number;
}

const HOUR = DAY / 24;

/** Throws at load on anything else: a window without a bound would be one without an end. */
export function durationOf(text: string): Duration {
  const [, days, hours] = /^P(?:([1-9]\d?)D|T([1-9]\d?)H)$/.exec(text) ?? [];
  if (days === undefined && hours === undefined)
    throw new Error(`\`${text}\` is not a duration like P3D or PT12H`);
  return { text, ms: days === undefined ? Number(hours) * HOUR : Number(days) * DAY };
}

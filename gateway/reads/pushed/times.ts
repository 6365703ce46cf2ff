/** Times as vendors write them, all brought into RFC 3339 in UTC. A time of another unit is set aside, not converted by guess. */
import { type Members, optionalNumberAt, textAt } from './fields.ts';
import { SetAside } from './pushed-read.ts';

/** Seconds from 2001 to 2286: no such number is also milliseconds of a time at which anybody reads plates. */
const SECONDS = { from: 1e9, to: 1e10 };
const MS_PER_SECOND = 1_000;

/** Reads whole milliseconds since 1970, as a number or as text. */
export function millisecondsAt(members: Members, name: string): string {
  return iso(epochAt(members, name, MS_PER_SECOND, 'milliseconds'));
}

/** Reads whole seconds since 1970. */
export function secondsAt(members: Members, name: string): string {
  return iso(epochAt(members, name, 1, 'seconds') * MS_PER_SECOND);
}

function epochAt(members: Members, name: string, perSecond: number, unit: string): number {
  const value = optionalNumberAt(members, name);
  if (value === undefined) throw new SetAside(`\`${name}\` is missing`);
  if (!Number.isInteger(value) || value < SECONDS.from * perSecond || value >= SECONDS.to * perSecond) {
    throw new SetAside(`\`${name}\` is not a time in ${unit} since 1970`);
  }
  return value;
}

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Reads a date and time in text.
 * @param without the zone without an offset: `utc` by the vendor's guide; `unknown` sets the read aside
 */
export function timeAt(members: Members, name: string, without: 'utc' | 'unknown'): string {
  const found = TIME.exec(textAt(members, name));
  if (found === null) throw new SetAside(`\`${name}\` is not a date and time`);
  const [, date, clock, fraction = '', offset] = found;
  if (offset === undefined && without === 'unknown') {
    throw new SetAside(`\`${name}\` is a time without an offset`);
  }
  const zone = (offset ?? 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  // The store keeps milliseconds: what is finer is cut, not rounded up into a time that was not yet.
  const time = Date.parse(`${date}T${clock}${fraction.slice(0, 4)}${zone}`);
  // `Date` takes the 31st of February for a day in March.
  if (Number.isNaN(time) || !isDay(date as string)) throw new SetAside(`\`${name}\` is not a date and time`);
  return iso(time);
}

function isDay(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

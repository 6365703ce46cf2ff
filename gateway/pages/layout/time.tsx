/**
 * Shows times as people read them: UTC, to the minute, and beside it by the clock where they are, with the whole time
 * behind it for programs. Days are those of that clock too.
 */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { utcMinute } from '../../../sharing-rules/terms/utc-day.ts';

/** The time zone of who reads the page (IANA); null on public pages, which are read anywhere. */
const LocalZone = createContext<string | null>(null);
export const InTimeZone = LocalZone.Provider;

interface TimeProps {
  /** The time as ISO 8601. */
  readonly at: string | null;
  /** The text for null; default: nothing. */
  readonly none?: string;
}

/** Formats a time for running text: UTC, to the minute. */
export const toMinute = (at: string) => utcMinute(Date.parse(at));

export function Time({ at, none = '' }: TimeProps) {
  const zone = useContext(LocalZone);
  if (at === null) return none;
  return (
    <>
      <time dateTime={at}>{toMinute(at)}</time>
      {zone === null ? null : (
        <>
          {' '}
          <span class="whole">({beside(at, zone)})</span>
        </>
      )}
    </>
  );
}

/** Formats it by the local clock; the day is left out where it is that of UTC. */
function beside(at: string, zone: string): string {
  const [day = '', minute] = localTime(Date.parse(at), zone).split(' ');
  return `${day === at.slice(0, 10) ? '' : `${day} `}${minute} ${clockOf(zone).name(Date.parse(at))}`;
}

/** Returns the last day on which what ends at this moment still holds: for 00:00 it is the day before. */
export const lastDayBefore = (end: string) => new Date(Date.parse(end) - 1).toISOString().slice(0, 10);

/** Shows a day alone: of a time the local one. */
export function Day({ at, none = '' }: TimeProps) {
  const zone = useContext(LocalZone);
  if (at === null) return none;
  const day = zone === null || at.length === 10 ? at.slice(0, 10) : localDay(at, zone);
  return <time dateTime={day}>{day}</time>;
}

/** Returns the day of a time, `YYYY-MM-DD`. */
export const localDay = (at: string, zone: string) => localTime(Date.parse(at), zone).slice(0, 10);

/** Returns the last second of a day, as ISO 8601; a text that is not a day stays as it was typed. */
export function endOfDay(day: string, zone: string): string {
  const asUtc = Date.parse(`${day}T23:59:59Z`);
  if (Number.isNaN(asUtc)) return `${day}T23:59:59Z`;
  const behind = (at: number) => at - Date.parse(`${localTime(at, zone).replace(' ', 'T')}:59Z`);
  // The offset of the evening, which a change of the clock in that night does not reach.
  return new Date(asUtc + behind(asUtc + behind(asUtc))).toISOString();
}

/** Returns the first moment of a day, as ISO 8601; a text that is not a day stays as it was typed. */
export function startOfDay(day: string, zone: string): string {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(asUtc)) return day;
  const before = new Date(asUtc - 1).toISOString().slice(0, 10);
  return new Date(Date.parse(endOfDay(before, zone)) + 1_000).toISOString();
}

interface Clock {
  /** Formats ms since the epoch as `YYYY-MM-DD hh:mm`. */
  readonly time: Intl.DateTimeFormat;
  /** Returns the zone's short name then, e.g. `MST`. */
  readonly name: (at: number) => string;
}

/** To make a format takes as long as some hundred uses. */
const CLOCKS = new Map<string, Clock>();

function clockOf(zone: string): Clock {
  const known = CLOCKS.get(zone);
  if (known !== undefined) return known;
  const named = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' });
  const clock: Clock = {
    time: new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }),
    name: (at) => named.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? zone,
  };
  CLOCKS.set(zone, clock);
  return clock;
}

const localTime = (at: number, zone: string) => clockOf(zone).time.format(at);

/** The time from which reads are asked for: about the incident, some days back, or as it is typed. */
import { type FieldOf, TextField } from '../layout/fields.tsx';
import { coloradoFieldTime, fieldTime, type TimeZone } from './colorado-time.ts';
import { WINDOWS } from './typed-window.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface WindowFieldsProps {
  readonly field: FieldOf;
  readonly now: number;
}

export function WindowFields({ field, now }: WindowFieldsProps) {
  const { end, from, to } = lastDay(now);
  const chosen = field('window', 'typed').value;
  return (
    <>
      <fieldset class="usa-fieldset">
        <legend class="usa-legend">Window</legend>
        <input type="hidden" name="shownAt" value={new Date(end).toISOString()} />
        {WINDOWS.map(({ days, name, value }) => (
          <div key={value} class="usa-radio">
            <input
              class="usa-radio__input"
              id={`window-${value}`}
              type="radio"
              name="window"
              value={value}
              checked={value === chosen}
              data-days={days}
            />
            <label class="usa-radio__label" for={`window-${value}`}>
              {name}
            </label>
          </div>
        ))}
      </fieldset>
      <TextField
        {...field('from', from)}
        label="From"
        type="datetime-local"
        hint="At most 30 days back. Left blank, the window is about the incident; without one, it is the last day."
      />
      <TextField {...field('to', to)} label="To" type="datetime-local" />
    </>
  );
}

/** By the clock that the officer has before her; in UTC where that tells no moment. */
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

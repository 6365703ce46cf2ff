/** The time from which reads are asked for: about the incident, some days back, or as it is typed. */
import { type FieldOf, TextField } from '../layout/fields.tsx';
import { lastDay } from './colorado-time.ts';
import { WINDOWS } from './typed-window.ts';

const HOUR = 3_600_000;

interface WindowFieldsProps {
  readonly field: FieldOf;
  readonly now: number;
}

export function WindowFields({ field, now }: WindowFieldsProps) {
  const { end } = lastDay(now);
  const chosen = field('window', 'typed').value;
  // A form that comes back has the times that it was shown with; not for so long that they are too old by then.
  const before = field('shownAt').value;
  const shownAt = now - Date.parse(before) < HOUR ? before : new Date(end).toISOString();
  return (
    <>
      <fieldset class="usa-fieldset">
        <legend class="usa-legend">Window</legend>
        <input type="hidden" name="shownAt" value={shownAt} />
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
        {...field('from')}
        label="From"
        type="datetime-local"
        hint="At most 30 days back. If you leave both blank, the time about the incident is searched; without an incident, the last day."
      />
      <TextField {...field('to')} label="To" type="datetime-local" />
    </>
  );
}

/** Asks how the times of the form are meant, beside the first of them. */

import { coloradoTime } from '../layout/colorado-clock.ts';
import { type FieldOf, Select } from '../layout/fields.tsx';
import { lastDay } from './colorado-time.ts';

interface TimeZoneFieldProps {
  readonly field: FieldOf;
  readonly now: number;
}

export function TimeZoneField({ field, now }: TimeZoneFieldProps) {
  return (
    <Select
      {...field('zone', lastDay(now).zone)}
      label="Time zone"
      hint={`All times on this form are in this zone. It is now ${coloradoTime(now).slice(11, 16)} in Colorado and ${new Date(now).toISOString().slice(11, 16)} UTC.`}
      choices={[
        { value: 'colorado', name: 'Colorado (Mountain Time)' },
        { value: 'utc', name: 'UTC, as in the log' },
      ]}
    />
  );
}

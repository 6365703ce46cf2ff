/** Asks what happened, by choices: the fields of the form that state the incident of the case. */
import { AFFIRMED, MAY_GO_ON } from '../../../sharing-rules/terms/incident.ts';
import { Checkbox } from '../layout/checkbox.tsx';
import { type FieldOf, Select, TextField } from '../layout/fields.tsx';
import type { Fields } from '../serve/page.ts';
import {
  GRADE_CHOICES,
  GRADED_PURPOSES,
  KIND_CHOICES,
  OFFENSE_CHOICES,
  PLACE_CHOICES,
  REPORTER_CHOICES,
  VEHICLE_CHOICES,
} from './incident-choices.ts';
import { TimeZoneField } from './time-zone-field.tsx';

interface IncidentFieldsProps {
  readonly field: FieldOf;
  readonly typed: Fields;
  readonly now: number;
}

export function IncidentFields({ field, now, typed }: IncidentFieldsProps) {
  const isKnown = OFFENSE_CHOICES.some(({ value }) => value === field('offense').value);
  return (
    <>
      <Select
        {...field('kind')}
        label="What happened"
        empty="Choose"
        hint="What you choose from here to “I affirm” states the incident under your name, and the case file must bear it out. It takes the place of words."
        choices={KIND_CHOICES}
      />
      <Select
        {...field('offense')}
        label="Offense"
        empty="None"
        hint="A crime needs one, and so do some purposes, whatever happened."
        choices={
          // An offense that was cited with its subsection is on no list, and is kept.
          isKnown ? OFFENSE_CHOICES : [...keptOffense(field('offense').value), ...OFFENSE_CHOICES]
        }
      />
      <div data-purposes={GRADED_PURPOSES.join(' ')}>
        <Select
          {...field('grade')}
          label="Felony or misdemeanor (optional)"
          empty="Not said"
          hint="If the offense may be either, a reviewer reads the query first, unless you say that it is a felony."
          choices={GRADE_CHOICES}
        />
      </div>
      <TextField
        {...field('caseNumber')}
        label="Case number"
        hint="Case or CAD number, as in CR-2026-0142: 4 to 30 letters, digits and hyphens."
      />
      <TimeZoneField field={field} now={now} />
      <TextField
        {...field('happened')}
        label="When it happened"
        type="datetime-local"
        hint="Give the time in the report; if it lasted longer, when it began."
      />
      <TextField {...field('until')} label="Until (optional)" type="datetime-local" />
      <div data-kinds={[...MAY_GO_ON].join(' ')}>
        <Checkbox
          name="ongoing"
          value="ongoing"
          label="Still going on"
          hint="For a person who is missing or in danger, and for a protection order."
          checked={typed.has('ongoing')}
          error={field('ongoing').error}
          isFirst={field('ongoing').isFirst}
        />
      </div>
      <Select {...field('place')} label="Where it happened" empty="Choose" choices={PLACE_CHOICES} />
      <Select {...field('vehicle')} label="Vehicle is" empty="Choose" choices={VEHICLE_CHOICES} />
      <Select {...field('reportedBy')} label="Reported by" empty="Choose" choices={REPORTER_CHOICES} />
      <TextField
        {...field('agency')}
        label="Which agency (optional)"
        maxLength={9}
        hint="If another agency reported it: its ORI, as in CO0010100."
      />
      <Checkbox
        name="affirmed"
        value="yes"
        label="I affirm"
        hint={`This query is ${AFFIRMED}.`}
        checked={typed.has('affirmed')}
        error={field('affirmed').error}
        isFirst={field('affirmed').isFirst}
      />
    </>
  );
}

function keptOffense(value: string) {
  return value === '' ? [] : [{ value, name: value }];
}

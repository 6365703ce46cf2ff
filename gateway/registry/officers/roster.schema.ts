/** The officers of a roster as they are sent, one by one or as a CSV file, and what became of each row. */
import { compileSchema } from '../../http/schema.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type Shape,
  type TypeOf,
  text,
} from '../../http/schemas/shapes.ts';
import { bodyOf, type Columns } from '../../http/schemas/terms.ts';
import { shownOfficer } from './officer.schema.ts';
import { ROSTER_TERMS } from './roster.terms.ts';

/** A refused row changes nothing, and keeps no other from being taken. */
export const ROSTER_OUTCOMES = ['added', 'changed', 'unchanged', 'refused'] as const;
export type RosterOutcome = (typeof ROSTER_OUTCOMES)[number];

export const validateRosterOfficer = compileSchema({
  $id: 'RosterOfficer',
  examples: [
    {
      ...{ reference: 'officer-1', name: 'Officer Sample' },
      attestation: { employerOri: 'CO0010000', federalDetail: false, trainedOn: '2026-09-14' },
    },
  ],
  ...bodyOf(ROSTER_TERMS),
});
export type RosterOfficer = TypeOf<ReturnType<typeof bodyOf<typeof ROSTER_TERMS>>>;

const csv: Shape<string> = { type: 'string', minLength: 1, maxLength: 60_000 };

export const validateRosterFile = compileSchema({
  $id: 'RosterFile',
  ...object({ csv, dryRun: flag }, 'dryRun'),
});

const rosterRow = object({
  line: count,
  reference: text,
  name: text,
  outcome: oneOf(...ROSTER_OUTCOMES),
  reason: orNull(text),
});
export type RosterRow = TypeOf<typeof rosterRow>;

export const ROSTER_COLUMNS: Columns<RosterRow> = {
  line: ({ line }) => String(line),
  officer: ({ reference }) => reference,
  name: ({ name }) => name,
  outcome: ({ outcome }) => outcome,
  why: ({ reason }) => reason ?? '',
};

/** `roster` is how many officers the agency has declared, `enrolled` how many have a place on it by now. */
export const importedRoster = {
  $id: 'ImportedRoster',
  ...object({
    agency: text,
    dryRun: flag,
    rows: list(rosterRow),
    counts: object({ added: count, changed: count, unchanged: count, refused: count }),
    roster: count,
    enrolled: count,
  }),
};
export type ImportedRoster = TypeOf<typeof importedRoster>;

export const rosterOfficer = {
  $id: 'EnrolledOfficer',
  ...object({
    officer: shownOfficer as Shape<TypeOf<typeof shownOfficer>>,
    outcome: oneOf('added', 'changed', 'unchanged'),
    reason: orNull(text),
  }),
};
export type EnrolledOfficer = TypeOf<typeof rosterOfficer>;

/** The shape of the annual report (C.R.S. 24-74), and the parameters by which it is asked for. */
import { compileSchema } from '../../http/schema.ts';
import {
  count,
  day,
  flag,
  list,
  month,
  object,
  oneOf,
  orNull,
  partial,
  type TypeOf,
  text,
  time,
} from '../../http/schemas/shapes.ts';

const form = oneOf('full', 'public');

export const validateAnnualSearch = compileSchema(partial({ form, format: oneOf('json', 'csv') }));

/** Null: withheld, as in the public form counts from 1 to 4 are, and what would tell them. */
const shown = orNull(count);

export const annualReport = {
  $id: 'AnnualReport',
  ...object({
    ...{ year: count, form, owner: text, asOf: time },
    /** The last day that is counted; `untilToday` is true while the year is running. */
    through: orNull(day),
    untilToday: flag,
    /** The entries of the log below this index are counted: `audit verify --year` counts the same. */
    logSize: count,
    /** Null: the log had not begun, and each `before` is null. */
    yearBefore: orNull(count),
    figures: list(object({ code: text, title: text, source: text, count: shown, before: shown })),
    entries: list(object({ month, kind: text, agency: orNull(text), entries: shown })),
  }),
};

export type AnnualReport = TypeOf<typeof annualReport>;

/** The shape of `/transparency.json`, which informs the public, and the types of all that is made from it. */
import {
  base64,
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type TypeOf,
  text,
  time,
} from '../../http/schemas/shapes.ts';
import { EVENT_KINDS } from './sharing-events-store.ts';

const day = { ...text, pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
const month = { ...text, pattern: '^[0-9]{4}-[0-9]{2}$' };
/** Null: withheld, since it is from 1 to 4, or would tell one that is. */
const shownCount = orNull(count);
const outcomes = { answers: shownCount, released: shownCount, held: shownCount, refused: shownCount };
const reason = { code: text, means: text, clause: text };

const agency = { ori: text, name: text, class: text, state: text, county: orNull(text) };
const shared = object({
  ...agency,
  since: time,
  until: time,
  purposes: list(text),
  dataClasses: list(text),
  lookBackDays: count,
});
const refused = object({
  ...agency,
  /** The reasons that the registry has against the agency now. */
  reasons: list(object({ ...reason, detail: text }, 'detail')),
  /** True if it asked and was refused; `refusedFor` has those codes that are about the agency itself. */
  asked: flag,
  refusedFor: list(text),
});
const event = object({
  index: count,
  at: time,
  kind: oneOf(...EVENT_KINDS),
  agency: orNull(object({ ori: text, name: orNull(text) })),
  grant: orNull(text),
  tookMs: orNull(count),
  /** A revocation by which nothing ended, as nothing was shared. */
  nothingInForce: flag,
});
const audit = object({
  month,
  state: oneOf('done', 'due', 'overdue'),
  completedAt: orNull(time),
  index: orNull(count),
  /** The counts of its seven answers. */
  yes: orNull(count),
  no: orNull(count),
  nothingToJudge: orNull(count),
});

export const transparency = {
  $id: 'Transparency',
  ...object({
    owner: object({ ori: text, name: text, contact: orNull(text) }),
    asOf: time,
    /**
     * Events are told of the log's first `entries`, since when; answers of those that are of a day up to `through` or
     * below index `toldAtOnce`. The month's numbers have them all; by purpose and reason wait those of an agency with an
     * outcome that fewer than five have. `furtherPages` are the entries of releases that are told as no answer.
     */
    counted: object({
      ...{ entries: count, since: time, through: orNull(day), toldAtOnce: count },
      furtherPages: shownCount,
    }),
    sharing: object({ halted: flag }),
    policy: list(object({ clause: text, asks: text, answer: text, tables: list(text) })),
    agencies: list(shared),
    refused: list(refused),
    purposes: list(
      object({
        ...{ code: text, title: text, clause: text, ...outcomes },
        rule: oneOf('approved', 'prohibited', 'not_approved'),
      }),
    ),
    totals: object(outcomes),
    reasons: list(object({ ...reason, refusals: shownCount })),
    months: list(object({ month, ...outcomes, furtherPages: shownCount })),
    /** Counts queries of the owner's own officers to its own store: they are not sharing, and no other number includes them. */
    ownUse: object({ ...outcomes, furtherPages: shownCount }),
    events: object({ earlier: count, newest: list(event) }),
    misuse: object({
      reports: shownCount,
      open: shownCount,
      founded: shownCount,
      unfounded: shownCount,
      refusedNothingLeft: shownCount,
      overdue: shownCount,
    }),
    /** Of the last 365 days: hits that a person decided about, and those that were wrong. */
    hits: object({
      ...{ decided: shownCount, otherVehicle: shownCount, entryWrong: shownCount, plateMisread: shownCount },
      ...{ notWrong: shownCount, reported: shownCount, lifted: shownCount },
    }),
    audits: list(audit),
    retention: list(object({ what: text, kept: text, why: text })),
    prohibited: list(
      object({ code: text, title: text, clause: text, rule: oneOf('prohibited', 'not_approved') }),
    ),
    log: object({
      origin: text,
      verifierKey: text,
      size: count,
      root: base64,
      witnesses: list(text),
      witnessed: text,
      /** The time of the newest signature of a witness below it; null: there is none. */
      witnessedAt: orNull(time),
    }),
  }),
};

export type Transparency = TypeOf<typeof transparency>;

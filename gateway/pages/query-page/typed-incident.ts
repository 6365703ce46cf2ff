/** Turns form fields into an incident: whole, left out, or with a fault at each blank or wrong field. */
import { type IncidentKind, MAY_GO_ON, type Occurred } from '../../../sharing-rules/terms/incident.ts';
import type { Fields } from '../serve/page.ts';
import { momentOf, type TimeZone } from './colorado-time.ts';
import { PLACE_BY_VALUE } from './incident-choices.ts';

/** The sentence on what to change, by the name of the field. */
export type FieldFaults = Readonly<Record<string, string>>;

export interface TypedIncident {
  /** The incident as it is sent; null if nothing of it was filled in. */
  readonly incident: Readonly<Record<string, unknown>> | null;
  /** The time when it happened; null if that is not known, or something of the incident is wrong. */
  readonly occurred: Occurred | null;
  readonly faults: FieldFaults;
}

export const WRITE_TIME = 'Write year, month, day, hour and minute, as in 2026-06-01T08:00.';

/** The fields that state an incident when one is filled in; an affirmation alone states none. */
const STATING = [
  ...(['kind', 'grade', 'happened', 'until', 'ongoing', 'place', 'vehicle', 'reportedBy', 'agency'] as const),
];

const NEEDED: readonly (readonly [name: string, blank: string])[] = [
  ['kind', 'Choose what happened.'],
  ['happened', 'State when it happened.'],
  ['place', 'Choose where it happened.'],
  ['vehicle', 'Choose what the vehicle is in the case.'],
  ['reportedBy', 'Choose who reported it.'],
  ['affirmed', 'Tick it, if it is so: without it an incident is not stated.'],
];

/** @param now ms since the epoch */
export function typedIncident(typed: Fields, zone: TimeZone, now: number): TypedIncident {
  const text = (name: string) => typed.get(name)?.trim() || undefined;
  if (STATING.every((name) => text(name) === undefined))
    return { incident: null, occurred: null, faults: {} };
  const happened = momentOf(text('happened') ?? '', zone);
  const until = momentOf(text('until') ?? '', zone, true);
  const faults: Record<string, string> = {};
  for (const [name, blank] of NEEDED) if (text(name) === undefined) faults[name] = blank;
  if (text('happened') !== undefined) Object.assign(faults, timeFault('happened', happened, now));
  if (text('until') !== undefined) Object.assign(faults, timeFault('until', until, now));
  if (happened !== null && until !== null && until < happened)
    faults.until = 'It must not be before it happened.';
  const kind = text('kind');
  if (text('ongoing') !== undefined) {
    if (text('until') !== undefined) faults.until = 'Leave it blank where it is still going on.';
    if (kind !== undefined && !MAY_GO_ON.has(kind as IncidentKind))
      faults.ongoing =
        'A crime or a warrant does not go on: state until when it lasted, or leave both blank.';
  }
  if (kind === 'offense' && text('offense') === undefined)
    faults.offense = 'Choose the offense: what happened is a crime.';
  if (text('agency') !== undefined && text('reportedBy') !== 'other_agency')
    faults.agency = 'Leave it blank, unless another agency reported it.';
  if (happened === null || Object.keys(faults).length > 0) return { incident: {}, occurred: null, faults };
  const to = text('ongoing') === undefined ? (until ?? undefined) : ('ongoing' as const);
  const occurred = { from: happened, ...(to === undefined ? {} : { to }) };
  const incident = {
    kind,
    occurred: {
      from: isoOf(happened),
      ...(to === undefined ? {} : { to: to === 'ongoing' ? to : isoOf(to) }),
    },
    place: PLACE_BY_VALUE.get(text('place') ?? ''),
    vehicle: text('vehicle'),
    reportedBy: text('reportedBy'),
    agencyOri: text('agency')?.toUpperCase(),
    grade: text('grade'),
    affirmed: true,
  };
  return { incident, occurred, faults };
}

function timeFault(name: string, at: number | null, now: number): FieldFaults {
  if (at === null) return { [name]: WRITE_TIME };
  return at > now + 60_000
    ? { [name]: 'This time has not come yet: check the day, and the time zone above.' }
    : {};
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}

/** Tells an incident in a sentence, alike wherever somebody reads it: its asker, a reviewer, an auditor, a records office. */
import {
  type IncidentKind,
  type IncidentVehicle,
  isIncident,
  type Occurred,
  type ReportedBy,
} from '../terms/incident.ts';
import { findOffense } from '../terms/offenses.ts';
import type { Offense, Purpose } from '../terms/query.ts';
import { utcMinute } from '../terms/utc-day.ts';
import { placeText } from './places.ts';

const KINDS: Readonly<Record<Exclude<IncidentKind, 'offense'>, string>> = {
  missing_person: 'a person is missing',
  endangered_person: 'a person is in danger',
  warrant: 'a person is wanted',
  order_violation: 'a protection order was violated',
};

const VEHICLES: Readonly<Record<IncidentVehicle, string>> = {
  stolen: 'it was stolen',
  plate_stolen: 'its plate was stolen',
  of_suspect: "it is a suspect's",
  of_victim: "it is the victim's",
  of_missing_person: "it is the missing or endangered person's",
  of_wanted_person: "it is the wanted person's",
  at_scene: 'it was seen at the scene',
};

const REPORTERS: Readonly<Record<ReportedBy, string>> = {
  victim: 'the victim',
  witness: 'a witness',
  officer: 'an officer',
  dispatch: 'dispatch',
  other_agency: 'another agency',
  camera: 'a camera',
};

/**
 * Tells the incident in words, e.g. `Motor vehicle theft (NIBRS 240), 2026-12-01 14:00 UTC, in Aurora; of the
 * vehicle: it was stolen; reported by the victim`. Null if none is stated, or the kept one was altered.
 */
export function tellIncident({ incident, offense }: Pick<Purpose, 'incident' | 'offense'>): string | null {
  if (!isIncident(incident)) return null;
  const { agencyOri, grade, kind, occurred, place, reportedBy, vehicle } = incident;
  const what = kind === 'offense' ? offenseText(offense) : KINDS[kind];
  const event = [
    what,
    grade === undefined ? null : `a ${grade}`,
    timeText(occurred),
    `in ${placeText(place)}`,
  ];
  const by = agencyOri === undefined ? '' : ` (${agencyOri})`;
  return [
    event.filter((part) => part !== null).join(', '),
    `of the vehicle: ${VEHICLES[vehicle]}`,
    `reported by ${REPORTERS[reportedBy]}${by}`,
  ].join('; ');
}

/** The purpose as a person reads it, with the incident as its sentence. */
export function withIncidentTold<T extends Pick<Purpose, 'incident' | 'offense'>>(purpose: T): object {
  const incident = tellIncident(purpose);
  return incident === null ? purpose : { ...purpose, incident };
}

function offenseText(offense: Offense | undefined): string {
  if (offense === undefined) return 'an offense';
  const code = String(offense.code);
  const cited = `${String(offense.system).toUpperCase()} ${code}`;
  const title = findOffense({ ...offense, code })?.title;
  return title === undefined ? cited : `${title} (${cited})`;
}

function timeText({ from, to }: Occurred): string {
  if (to === undefined) return utcMinute(from);
  if (to === 'ongoing') return `since ${utcMinute(from)}`;
  return `${utcMinute(from)} to ${utcMinute(to)}`;
}

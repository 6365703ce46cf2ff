/** States what happened in a case, by choosing from closed lists: no free text in it can be misread. Times in ms since the epoch. */

export const INCIDENT_KINDS = [
  'offense',
  'missing_person',
  'endangered_person',
  'warrant',
  'order_violation',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** Says what the vehicle that is asked for is in the case. */
export const INCIDENT_VEHICLES = [
  'stolen',
  'plate_stolen',
  'of_suspect',
  'of_victim',
  'of_missing_person',
  'of_wanted_person',
  'at_scene',
] as const;
export type IncidentVehicle = (typeof INCIDENT_VEHICLES)[number];

export const REPORTED_BY = ['victim', 'witness', 'officer', 'dispatch', 'other_agency', 'camera'] as const;
export type ReportedBy = (typeof REPORTED_BY)[number];

export const GRADES = ['felony', 'misdemeanor'] as const;
export type Grade = (typeof GRADES)[number];

/** Says where it happened: in a city or county of Colorado, or in another state. */
export type IncidentPlace =
  | { readonly city: string }
  | { readonly county: string }
  | { readonly state: string };

/** Says when it happened. Without `to` it was one moment; `ongoing` lasts until now. */
export interface Occurred {
  readonly from: number;
  readonly to?: number | 'ongoing';
}

/** Completes "the officer affirms that the query is …". */
export const AFFIRMED =
  'not for immigration enforcement, minor traffic, protected activity or health care, or personal use (C.R.S. 24-74-103, Policy 420.5)';

/** An officer states and affirms it under his name (Policy 420.4): the case file bears it out, or contradicts it. */
export interface Incident {
  readonly kind: IncidentKind;
  readonly occurred: Occurred;
  readonly place: IncidentPlace;
  readonly vehicle: IncidentVehicle;
  readonly reportedBy: ReportedBy;
  /** The agency that reported it, where another one did. */
  readonly agencyOri?: string;
  readonly grade?: Grade;
  /** See `AFFIRMED`. */
  readonly affirmed: true;
}

/** True of what has the members of an incident: what is kept of one somebody may have altered. */
export function isIncident(kept: unknown): kept is Incident {
  const { kind, occurred, place, reportedBy, vehicle } = (kept ?? {}) as Readonly<Record<string, unknown>>;
  const { from, to } = (occurred ?? {}) as Readonly<Record<string, unknown>>;
  return (
    isOn(INCIDENT_KINDS, kind) &&
    isOn(INCIDENT_VEHICLES, vehicle) &&
    isOn(REPORTED_BY, reportedBy) &&
    typeof place === 'object' &&
    place !== null &&
    isTime(from) &&
    (to === undefined || to === 'ongoing' || isTime(to))
  );
}

const isOn = (list: readonly unknown[], value: unknown) => list.includes(value);
const isTime = (value: unknown) => typeof value === 'number' && !Number.isNaN(new Date(value).getTime());

export const MAY_GO_ON: ReadonlySet<IncidentKind> = new Set([
  'missing_person',
  'endangered_person',
  'order_violation',
]);

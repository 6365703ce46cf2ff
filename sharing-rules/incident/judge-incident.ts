/**
 * Says what an incident comes to under its purpose (Policy 420.4): permitted, held by a row of the table, or a
 * contradiction of two facts. No words are read here.
 */

import type { Incident } from '../terms/incident.ts';
import { findOffense, type OffenseRule } from '../terms/offenses.ts';
import { findPurpose, isLawful } from '../terms/purposes.ts';
import type { Purpose } from '../terms/query.ts';
import { HOLDS, type HoldRow, incidentRowOf } from './table.ts';

/** The row of the table that holds an incident, and its clause. */
export interface Hold {
  readonly detail: string;
  readonly clause: string;
}

export type IncidentVerdict =
  | { readonly kind: 'told'; readonly holds: readonly Hold[] }
  /** Names both facts, neither of them personal: `stolen_vehicle: kind missing_person`. */
  | { readonly kind: 'contradiction'; readonly facts: string };

/** Judges the incident; null if there is none, or if its purpose takes none. */
export function judgeIncident({ code, incident, offense }: Purpose): IncidentVerdict | null {
  const row = incidentRowOf(code);
  if (incident === undefined || row === undefined) return null;
  const { kind, vehicle } = incident;
  const vehicles = row.kinds.get(kind);
  if (vehicles === undefined) return { kind: 'contradiction', facts: `${code}: kind ${kind}` };
  const isHeld = vehicles.review.includes(vehicle);
  if (!isHeld && !vehicles.permit.includes(vehicle)) {
    return { kind: 'contradiction', facts: `${code}: ${kind} with vehicle ${vehicle}` };
  }
  // A statute is cited in many ways: the table's own writing is compared.
  const cited = offense && findOffense(offense);
  if (cited !== undefined && isLawful(cited) && findPurpose(code)?.covers(cited) !== true) {
    return { kind: 'contradiction', facts: `${code}: offense ${cited.system} ${cited.code}` };
  }
  const holds: Hold[] = isHeld ? [{ detail: vehicle, clause: 'Policy 420.4' }] : [];
  if ('state' in incident.place) holds.push({ detail: 'outside_colorado', clause: 'C.R.S. 24-74-103' });
  holds.push(...HOLDS.filter((hold) => isMet(hold, code, incident, cited)));
  return { kind: 'told', holds: holds.map(({ detail, clause }) => ({ detail, clause })) };
}

/** True where an incident is stated that the purpose takes: no words are asked to tell the event. */
export function isStated({ code, incident }: Purpose): boolean {
  return incident !== undefined && incidentRowOf(code) !== undefined;
}

function isMet(
  { exceptGrade, exceptPurposes, grade, kinds, offenses, purposes, reportedBy, vehicles }: HoldRow,
  code: string,
  incident: Incident,
  cited: OffenseRule | undefined,
): boolean {
  return (
    (purposes?.includes(code) ?? true) &&
    !exceptPurposes?.includes(code) &&
    (kinds?.includes(incident.kind) ?? true) &&
    (vehicles?.includes(incident.vehicle) ?? true) &&
    (reportedBy?.includes(incident.reportedBy) ?? true) &&
    (exceptGrade === undefined || incident.grade !== exceptGrade) &&
    (grade === undefined || incident.grade === grade) &&
    (offenses === undefined ||
      (cited !== undefined && offenses[cited.system].some((begin) => cited.code.startsWith(begin))))
  );
}

/** Names the purposes that fit an offense and an incident: who chose another one is told which. */
import { findOffense } from '../terms/offenses.ts';
import { PURPOSES, type PurposeRule } from '../terms/purposes.ts';
import type { Purpose } from '../terms/query.ts';
import { incidentRowOf } from './table.ts';

/** The facts that an officer states beside the purpose. */
export type Stated = Pick<Purpose, 'code' | 'incident' | 'offense'>;

/** Purposes that take almost anything, but rest on a danger or a paper that others lack: never suggested. */
const NEVER_NAMED: ReadonlySet<string> = new Set([
  ...['exigent_life_safety', 'prosecution_discovery', 'judicial_process'],
]);

/** Returns the purposes that fit; one for any offense, such as a court's order, only if no other does. */
export function fittingPurposes({ incident, offense }: Omit<Stated, 'code'>): readonly PurposeRule[] {
  const known = offense && findOffense(offense);
  if (offense !== undefined && known === undefined) return [];
  const fitting = PURPOSES.filter(
    ({ answer, code, covers }) =>
      answer === 'approved' &&
      !NEVER_NAMED.has(code) &&
      (known === undefined || covers(known)) &&
      (incident === undefined || takes(code, incident)),
  );
  const exact = fitting.filter(({ anyOffense }) => !anyOffense);
  return exact.length > 0 ? exact : fitting;
}

function takes(code: string, { kind, vehicle }: NonNullable<Stated['incident']>): boolean {
  const row = incidentRowOf(code)?.kinds.get(kind);
  return row !== undefined && (row.permit.includes(vehicle) || row.review.includes(vehicle));
}

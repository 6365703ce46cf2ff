/** Names the purposes that fit an offense and an incident: who chose another one is told which. */
import { findOffense } from '../terms/offenses.ts';
import { PURPOSES, type PurposeRule } from '../terms/purposes.ts';
import type { Purpose } from '../terms/query.ts';
import { incidentRowOf } from './table.ts';

/** What is stated beside the purpose. */
export type Stated = Pick<Purpose, 'code' | 'incident' | 'offense'>;

/** They take almost anything, and rest on a danger or a paper that who chose another purpose does not have. */
const NEVER_NAMED: ReadonlySet<string> = new Set([
  ...['exigent_life_safety', 'prosecution_discovery', 'judicial_process'],
]);

/** Those that list the offense come alone: a purpose for any offense (a court's order) helps nobody to choose. */
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

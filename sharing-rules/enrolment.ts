/** Whose officers are enrolled at first sight: those of an agency that might be answered, and its own alone. */
import { isForeign } from './rules/officer/employer.ts';
import type { Reason, ReasonCode } from './terms/decision.ts';

/** Why an agency as such gets nothing, no matter who asks for it, and for what. */
const OF_THE_AGENCY: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'agency_not_eligible',
  'agency_suspended',
  'agency_retired',
  'agreement_expired',
  'certification_missing',
  'certification_expired',
  'grant_missing',
  'grant_revoked',
  'grant_expired',
  'grant_not_started',
]);

/**
 * Whether the officer of a query judged so gets a row, with standing and quota. Who can get nothing needs none: nobody
 * has to be suspended there, and names without end would fill the register and the log. An agency that a person looks
 * at query by query may be answered.
 */
export function mayEnrol(reasons: readonly Reason[]): boolean {
  return (
    !isForeign(reasons) && !reasons.some(({ code, effect }) => effect === 'deny' && OF_THE_AGENCY.has(code))
  );
}

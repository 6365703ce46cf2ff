/** Whose officers are enrolled at first sight: those of an agency that might be answered, and its own alone. */
import { isForeign } from './rules/officer/employer.ts';
import { AGENCY_CODES, type Reason } from './terms/decision.ts';

const OF_THE_AGENCY: ReadonlySet<string> = new Set(AGENCY_CODES);

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

/** Decides whose officers are enrolled at first sight: only an agency's own, where it might be answered. */
import { isForeign } from './rules/officer/employer.ts';
import { AGENCY_CODES, type Reason } from './terms/decision.ts';

const OF_THE_AGENCY: ReadonlySet<string> = new Set(AGENCY_CODES);

/**
 * True if the officer of a query with these reasons gets a row, with standing and quota. Nobody needs one
 * where nothing can be released: there is no one to suspend, and endless names would fill register and log.
 * An agency whose every query a person reviews may be answered.
 */
export function mayEnrol(reasons: readonly Reason[]): boolean {
  return (
    !isForeign(reasons) && !reasons.some(({ code, effect }) => effect === 'deny' && OF_THE_AGENCY.has(code))
  );
}

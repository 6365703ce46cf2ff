/** Finds the facts of an agency that widen a grant in force: they need two persons, as the grant did. */
import type { Agency } from './terms/agency.ts';

/**
 * Returns the changed facts that let a grant reach further than its two persons approved: another ORI, or the
 * attestation that lets the agency's systems ask without a person's own sign-in. Empty if none does.
 */
export function wideningOf(before: Agency, after: Agency): readonly ('oris' | 'agreement')[] {
  const widened: ('oris' | 'agreement')[] = [];
  if (after.oris.some((ori) => !before.oris.includes(ori))) widened.push('oris');
  if (after.agreement?.officerMfa === true && before.agreement?.officerMfa !== true)
    widened.push('agreement');
  return widened;
}

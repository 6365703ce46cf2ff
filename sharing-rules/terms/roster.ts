/**
 * Finds an agency that could be granted reads while none of its officers could ask without a reviewer: it has
 * declared no roster. The owner's officers ask for no release, and a barred class gets none (P1).
 */
import type { Agency, Ori } from './agency.ts';
import { findAgencyClass } from './agency-classes.ts';

export function lacksRoster(
  agency: Pick<Agency, 'class' | 'oris' | 'roster' | 'state' | 'status'>,
  owner: Ori,
): boolean {
  const { class: name, oris, roster, state, status } = agency;
  if (status !== 'active' || roster > 0 || state !== 'CO' || oris.includes(owner)) return false;
  return findAgencyClass(name)?.answer !== 'refused';
}

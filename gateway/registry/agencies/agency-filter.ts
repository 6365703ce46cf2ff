/** The agency that a list is asked for, as the stores filter by it. */
import type { Queryable } from '../../database/queryable.ts';
import { requireAgency } from './require-agency.ts';

/** @param ori any ORI of the agency; undefined: all agencies. @throws GatewayError `not_found` if unknown */
export async function agencyFilter(
  db: Queryable,
  ori: string | undefined,
): Promise<{ readonly agencyId?: number }> {
  if (ori === undefined) return {};
  return { agencyId: (await requireAgency(db, ori)).id };
}

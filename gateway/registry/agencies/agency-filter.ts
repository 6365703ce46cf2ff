/** The agency that a list is asked for, as the stores filter by it. */
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findAgencyByOri } from './agencies-store.ts';

/** @param ori any ORI of the agency; undefined: of all. @throws GatewayError `not_found` where no agency has it */
export async function agencyFilter(
  db: Queryable,
  ori: string | undefined,
): Promise<{ readonly agencyId?: number }> {
  if (ori === undefined) return {};
  const agency = await findAgencyByOri(db, ori);
  if (agency === null) throw new GatewayError('not_found', 'no agency of the registry has this ORI');
  return { agencyId: agency.id };
}

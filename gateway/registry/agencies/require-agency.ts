/** Finds the agency that a request names by any of its ORIs. */
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findAgencyByOri } from './agencies-store.ts';

/** @throws GatewayError `not_found` */
export async function requireAgency(db: Queryable, ori: string): Promise<Agency> {
  const agency = await findAgencyByOri(db, ori);
  if (agency === null) throw new GatewayError('not_found', 'no agency of the registry has this ORI');
  return agency;
}

/** Ends all sharing with an agency: every grant and proposal of the entity, by whichever of its ORIs it is named. */
import { findAgencyByOri } from '../agencies/agencies-store.ts';
import { GatewayError } from '../errors.ts';
import { type LoweringDeps, type LoweringResult, lowerRight } from '../release/lower-right.ts';
import { endGrantsOfAgency } from './ended-grants-store.ts';

export interface AgencyRevocation {
  readonly ori: string;
  readonly reason: string;
  readonly personId: string;
}

/**
 * Where nothing is in force the mark is placed all the same: whoever revokes must be able to rely on the answer
 * without asking first what there was. The agency stays registered; a newly proposed grant shares again.
 * @throws GatewayError `not_found`, `unavailable` (then nothing is revoked).
 */
export async function revokeAgency(
  deps: LoweringDeps,
  { ori, reason, personId }: AgencyRevocation,
): Promise<LoweringResult> {
  const agency = await findAgencyByOri(deps.pool, ori);
  if (agency === null) throw new GatewayError('not_found', 'no agency of the registry has this ORI');
  return lowerRight(deps, {
    agency: { id: agency.id, ori: agency.ori },
    grant: null,
    kind: 'revoked',
    reason,
    personId,
    change: (trx) => endGrantsOfAgency(trx, agency.id, personId, reason),
    single: true,
  });
}

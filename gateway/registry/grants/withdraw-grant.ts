/** Takes a proposal back before anybody approved it. Nothing was in force, so nothing has to be drained. */
import type pg from 'pg';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { endGrant } from '../agencies/ended-grants-store.ts';
import { findGrant, type GrantRecord } from './grants-store.ts';

export interface Withdrawal {
  readonly grantId: string;
  readonly reason: string;
  readonly personId: string;
}

/** @throws GatewayError `not_found`; `conflict` if the grant is no longer, or was never, proposed */
export async function withdrawGrant(
  { pool }: { readonly pool: pg.Pool },
  { grantId, personId, reason }: Withdrawal,
): Promise<GrantRecord> {
  const found = requireFound(await findGrant(pool, grantId), 'grant');
  const agency = { id: found.agencyId, ori: found.partner };
  return inTransaction(pool, async (trx) => {
    // An approval that is under way decides first.
    await lockAgencyExclusive(trx, agency.id);
    const grant = await findGrant(trx, grantId);
    if (grant?.status !== 'proposed') {
      const next = grant?.status === 'active' ? 'it is in force, so revoke it' : 'it has ended';
      throw new GatewayError('conflict', `this grant is no longer a proposal: ${next}`);
    }
    await endGrant(trx, grantId, personId, reason);
    await appendOwnerEvent(trx, {
      kind: 'grant_withdrawn',
      agency,
      grant: grantId,
      owner: { by: personId, reason },
    });
    return (await findGrant(trx, grantId)) as GrantRecord;
  });
}

/** Lets an agency be asked again, after a person has looked into why it was asked no more. */
import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import { recordSetup } from '../../registry/two-people/record-setup.ts';
import type { GrantedByPerson } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { endStop } from '../asks/asks-store.ts';

export interface Resuming {
  readonly agencyId: number;
  readonly ori: string;
  readonly reason: string;
  readonly by: GrantedByPerson & Grantor;
}

/** Changes nothing if the agency may already be asked. @throws what `refuseIfRemoved` throws */
export async function resumeAsking(
  { agencyId, by, ori, reason }: Resuming,
  { pool }: { readonly pool: pg.Pool },
): Promise<void> {
  await inTransaction(pool, async (trx) => {
    const stoppedFor = await endStop(trx, ori);
    if (stoppedFor === null) return;
    await recordSetup(trx, { id: agencyId, ori }, by, { asking: 'resumed', stoppedFor, reason });
  });
}

/** Ends a preservation: its copies are erased in the transaction that logs it. */
import type pg from 'pg';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { requireFound } from '../../faults/errors.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { type GrantedByPerson, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { memberOf } from './kept-for.ts';
import {
  endPreservation as erase,
  findOver,
  findPreservation,
  lockPreservation,
} from './preservations-store.ts';

/** @throws GatewayError `not_found`; as `refuseIfRemoved` */
export async function endPreservation(
  { owner, pool }: { readonly owner: Ori; readonly pool: pg.Pool },
  id: string,
  { by, reason }: { readonly by: GrantedByPerson; readonly reason: string },
): Promise<void> {
  await inTransaction(pool, async (trx) => {
    await lockPreservation(trx, id);
    await refuseIfRemoved(trx, by);
    const found = requireFound(await findPreservation(trx, id), 'preservation');
    const agency = await requireAgency(trx, owner);
    const told = { by: by.personId, preservation: id, ...memberOf(found), reason, reads: found.reads };
    await appendOwnerEvent(trx, { kind: 'preservation_ended', agency, owner: told });
    await erase(trx, id, by.personId);
  });
}

/** Ends what is over: preservations past their end, and proposals that nobody approved. Resolves to how many. */
export async function endOver(pool: pg.Pool): Promise<number> {
  const over = await findOver(pool);
  for (const { id, reads } of over) {
    await inTransaction(pool, async (trx) => {
      await lockPreservation(trx, id);
      // Another node may have been first, or two persons may have renewed it.
      if (!(await findOver(trx)).some((one) => one.id === id)) return;
      const told = { by: null, preservation: id, reason: 'its time is over', reads };
      await appendOwnerEvent(trx, { kind: 'preservation_ended', agency: null, owner: told });
      await erase(trx, id, null);
    });
  }
  return over.length;
}

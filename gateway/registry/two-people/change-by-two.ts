/** Carries out what takes two administrators and concerns one agency; until the second asks it, nothing changes. */
import type pg from 'pg';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { notWithdrawnFromNow, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { secondWord, type TakesTwo } from './second-word.ts';

export interface ByTwo {
  readonly takes: TakesTwo;
  readonly word: { readonly by: Grantor; readonly reason: string };
  /** Runs under the agency's lock and the head lock. @throws GatewayError `conflict` if nothing changes */
  readonly change: (trx: Transaction, now: Date) => Promise<void>;
}

export interface ByTwoDone {
  /** True if it waits for another administrator. */
  readonly isOpen: boolean;
  /** Log index of its entry. */
  readonly index: number;
}

/** @throws GatewayError as `refuseIfRemoved` and `secondWord` */
export async function changeByTwo(
  pool: pg.Pool,
  { id, ori }: Pick<Agency, 'id' | 'ori'>,
  { change, takes, word: { by, reason } }: ByTwo,
): Promise<ByTwoDone> {
  const agency = { id, ori };
  const refuseIfWithdrawn = await notWithdrawnFromNow(pool, id);
  return inTransaction(pool, async (trx) => {
    await lockAgencyExclusive(trx, id);
    await refuseIfWithdrawn(trx);
    await refuseIfRemoved(trx, by);
    const { personId, secondFactor } = by;
    const first = await secondWord(trx, agency, takes, { personId, secondFactor, reason });
    if (first.isOpen) return { isOpen: true, index: first.entry };
    const owner = {
      by: personId,
      secondFactor,
      reason,
      proposedBy: first.proposedBy,
      changed: takes.proposed,
    };
    const { now, sealed } = await appendEvents(trx, [ownerEvent({ kind: 'agency_changed', agency, owner })]);
    await change(trx, now);
    return { isOpen: false, index: sealed[0]?.index as number };
  });
}

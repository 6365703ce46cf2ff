/**
 * What raises a right must not undo what lowered one while it was under way: it may wait long for its locks, and is
 * tried again where a halt or a revocation has ended its session.
 */
import type pg from 'pg';
import type { Transaction } from '../database/db-transaction.ts';
import { GatewayError } from '../errors.ts';
import { findEpoch } from './marks-store.ts';

/** Throws where a mark came since this was made. INVARIANT: called under the exclusive lock of what it binds. */
export type RefuseIfLowered = (trx: Transaction) => Promise<void>;

/** To be made before the transaction begins. @param agencyId null: what binds everybody */
export async function notLoweredFromNow(pool: pg.Pool, agencyId: number | null): Promise<RefuseIfLowered> {
  const before = await findEpoch(pool, agencyId);
  return async (trx) => {
    if ((await findEpoch(trx, agencyId)) === before) return;
    throw new GatewayError(
      'conflict',
      'a right was lowered while this was under way, so nothing was changed: look how it stands, and repeat it',
    );
  };
}

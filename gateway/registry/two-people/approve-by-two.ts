/** Approves, as a second person, what the first has proposed; there is no other way. */
import type pg from 'pg';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import { refuseIfRemoved, refuseOfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { requireTwoPeople } from './require-two-people.ts';

/** A proposal that waits, with who made it, and when. */
export interface Waiting {
  readonly proposedBy: string;
  readonly proposedAt: Date;
}

export interface Approval<Found extends Waiting, Done> {
  /** The thing that takes two, as the beginning of a sentence: `a grant`. */
  readonly what: string;
  /** @throws GatewayError if there is nothing to approve */
  readonly find: (db: Queryable) => Promise<Found>;
  /** Takes the locks that moving it and taking it away take, too. */
  readonly lock?: (trx: Transaction, found: Found) => Promise<unknown>;
  /** Checks it again, and writes what must be there first. @throws GatewayError if it cannot be approved */
  readonly prepare?: (trx: Transaction, found: Found) => Promise<unknown>;
  /** The words that say what to do if the first person was removed. */
  readonly gone: string;
  /** Writes the new state, and its entry. */
  readonly set: (trx: Transaction, found: Found) => Promise<Done>;
}

/**
 * Checks who approves it before the lock, so that nobody waits for one who may not; finds it again under the
 * lock: what is approved is what stands.
 * @throws GatewayError `forbidden` for the proposer's own person, and if the proposer was removed: two
 * persons stand behind it, and a proposal may have been the reason for the removal
 */
export async function approveByTwo<Found extends Waiting, Done>(
  pool: pg.Pool,
  by: Grantor,
  { find, gone, lock, prepare, set, what }: Approval<Found, Done>,
): Promise<Done> {
  const seen = await find(pool);
  await requireTwoPeople(pool, what, seen.proposedBy, by.personId);
  return inTransaction(pool, async (trx) => {
    await lock?.(trx, seen);
    const found = await find(trx);
    await requireTwoPeople(trx, what, found.proposedBy, by.personId);
    await prepare?.(trx, found);
    await refuseIfRemoved(trx, by);
    await refuseOfRemoved(trx, found.proposedBy, gone, found.proposedAt);
    return set(trx, found);
  });
}

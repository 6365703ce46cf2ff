/** The one way in which a second person approves what the first has proposed. */
import type pg from 'pg';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import { refuseIfRemoved, refuseOfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { requireTwoPeople } from './require-two-people.ts';

/** What waits, and who proposed it when. */
export interface Waiting {
  readonly proposedBy: string;
  readonly proposedAt: Date;
}

export interface Approval<Found extends Waiting, Done> {
  /** What takes two, as the beginning of a sentence: `a grant`. */
  readonly what: string;
  /** @throws GatewayError where there is nothing to approve */
  readonly find: (db: Queryable) => Promise<Found>;
  /** Locks what moving it and taking it away lock too. */
  readonly lock?: (trx: Transaction, found: Found) => Promise<unknown>;
  /** Looks at it again, and writes what must be there before it; @throws GatewayError where it cannot be approved */
  readonly prepare?: (trx: Transaction, found: Found) => Promise<unknown>;
  /** Says what to do where the first person was removed. */
  readonly gone: string;
  /** Writes the new state, and its entry. */
  readonly set: (trx: Transaction, found: Found) => Promise<Done>;
}

/**
 * Before the lock it is asked who approves it, so that nobody waits for who may not; under the lock it is found again:
 * what is approved is what stands.
 * @throws GatewayError `forbidden` for the proposer's own person, and where the proposer was removed: two persons stand
 * behind it, and a proposal may have been the reason of the removal
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

/** Ends a halt. */
import type pg from 'pg';
import { notifyRegistry } from '../agencies/agencies-store.ts';
import { appendEvents } from '../audit/append-events.ts';
import { ownerEvent } from '../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../database/db-transaction.ts';
import { holdPerson } from '../persons/persons-store.ts';
import { exclusiveLockStatements } from '../release/locks-store.ts';
import { notLoweredFromNow } from '../release/raise-right.ts';
import { setHalted } from './sharing-store.ts';

/**
 * One administrator may, although granting takes two persons: a halt took no grant away, it only held all of them
 * still, and resuming gives back what two persons each had granted and nothing more. A grant that was revoked,
 * expired or lost its agency's eligibility meanwhile stays ended. Were two persons needed, a lone administrator
 * would think twice before halting, and halting must stay easy. Answers the entry's log index; safe to repeat.
 * @throws GatewayError `conflict` where sharing was halted anew while this was under way
 */
export async function resumeSharing(
  { pool }: { readonly pool: pg.Pool },
  { personId, reason }: { readonly personId: string; readonly reason: string },
): Promise<{ readonly index: number }> {
  const refuseIfLowered = await notLoweredFromNow(pool, null);
  const resume = async (trx: Transaction) => {
    await holdPerson(trx, personId);
    await refuseIfLowered(trx);
    await setHalted(trx, false);
    await notifyRegistry(trx, null);
    const { sealed } = await appendEvents(trx, [
      ownerEvent({
        kind: 'resumed',
        agency: null,
        owner: { by: personId, reason },
      }),
    ]);
    return { index: sealed[0]?.index as number };
  };
  return inTransaction(pool, resume, { first: exclusiveLockStatements(null), harmlessTwice: true });
}

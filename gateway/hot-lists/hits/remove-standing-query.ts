/**
 * Takes a partner's standing query back: from the next read on it matches nothing, and no hit on it is told any more
 * but one whose notice is on its way.
 */
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { mayAsk } from '../../../sharing-rules/terms/who-asks.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findStanding } from '../../release/facts/roster-store.ts';
import { notifyList } from '../lists/hot-lists-store.ts';
import { deleteStandingQuery, findStandingList, wasOnList } from './standing-queries-store.ts';

export interface Removed {
  readonly list: string;
  readonly listName: string;
  readonly entry: number;
  /** `removed` by this call, or `gone` before: withdrawn, or expired. */
  readonly status: 'removed' | 'gone';
  /** The receipt of the removal's entry in the log. */
  readonly receipt?: Receipt;
}

export interface RemoveDeps {
  readonly pool: Parameters<typeof inTransaction>[0];
  readonly findReceipt: (index: number) => Promise<Receipt>;
}

/**
 * Withdraws the partner's own right, so it needs no grant in force. Repeated, it changes nothing and says so.
 * A person withdraws her own alone, and while she may ask; a system of the agency any.
 * @throws GatewayError `not_found` for what never was an entry of this agency, or is not this person's
 */
export async function removeStandingQuery(
  { pool, findReceipt }: RemoveDeps,
  subject: Subject,
  entry: number,
): Promise<Removed> {
  const { agencyId, clientId, kind, ori, personId } = subject;
  const found = await findStandingList(pool, agencyId);
  if (found === null) throw never();
  const { id: list, name: listName } = found;
  const index = await inTransaction(pool, async (trx) => {
    if (personId !== null && !mayAsk(await findStanding(trx, agencyId, personId))) throw never();
    const gone = await deleteStandingQuery(trx, list, { personId, position: entry });
    if (gone === null) return null;
    await notifyList(trx, list);
    const appended = await appendOwnerEvent(trx, {
      kind: 'hot_list_sync',
      agency: { id: agencyId, ori },
      asker: { agency: ori, client: clientId, entry, removed: 1 },
      owner: { direction: 'in', list, listName, entry, removed: 1, by: { clientId, kind, personId } },
    });
    return appended.index;
  });
  if (index !== null) return { list, listName, entry, status: 'removed', receipt: await findReceipt(index) };
  if (await wasOnList(pool, list, entry)) return { list, listName, entry, status: 'gone' };
  throw never();
}

function never(): GatewayError {
  return new GatewayError('not_found', 'no entry of your standing queries has this number');
}

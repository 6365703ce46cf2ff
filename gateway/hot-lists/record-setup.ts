/** The log's entry of what an administrator set up for exchange: not by one who was removed while it was under way. */
import { appendEvents } from '../audit/append-events.ts';
import { ownerEvent } from '../audit/owner-event.ts';
import type { Transaction } from '../database/db-transaction.ts';
import { holdPerson } from '../persons/persons-store.ts';

/**
 * @param agency the partner concerned; null: nobody but the owner
 * @throws GatewayError `forbidden` where the person is removed
 */
export async function recordSetup(
  trx: Transaction,
  agency: { readonly id: number; readonly ori: string } | null,
  personId: string,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  await holdPerson(trx, personId);
  const owner = { by: personId, ...facts };
  await appendEvents(trx, [ownerEvent({ kind: 'agency_changed', agency, owner })]);
}

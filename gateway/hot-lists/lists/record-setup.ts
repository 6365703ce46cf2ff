/** The log's entry of what an administrator set up for exchange: not by one who was removed while it was under way. */
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { type RaisedByPerson, refuseIfRemoved } from '../../release/revoke/raise-right.ts';
import type { Raiser } from '../../sign-in/require-administrator.ts';

/** Without the second factor where nothing is raised. */
type RaisedBy = RaisedByPerson & Partial<Raiser>;

/**
 * @param agency the partner concerned; null: nobody but the owner
 * @throws GatewayError as `refuseIfRemoved`
 */
export async function recordSetup(
  trx: Transaction,
  agency: { readonly id: number; readonly ori: string } | null,
  by: RaisedBy,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  await refuseIfRemoved(trx, by);
  const { personId, secondFactor } = by;
  const owner = { by: personId, ...(secondFactor === undefined ? {} : { secondFactor }), ...facts };
  await appendEvents(trx, [ownerEvent({ kind: 'agency_changed', agency, owner })]);
}

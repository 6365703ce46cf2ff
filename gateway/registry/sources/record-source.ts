/** The log's entry of what administrators do with a source of pushed reads: who, and which; never a secret. */
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { type RaisedByPerson, refuseIfRemoved } from '../../release/revoke/raise-right.ts';
import type { Raiser } from '../../sign-in/require-administrator.ts';

/** @throws GatewayError as `refuseIfRemoved` */
export async function recordSource(
  trx: Transaction,
  by: RaisedByPerson & Partial<Raiser>,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  await refuseIfRemoved(trx, by);
  await appendSource(trx, by, facts);
}

/** INVARIANT: after `refuseIfRemoved`, under the head lock. */
export async function appendSource(
  trx: Transaction,
  { personId, secondFactor }: Pick<RaisedByPerson, 'personId'> & Partial<Raiser>,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const owner = { by: personId, ...(secondFactor === undefined ? {} : { secondFactor }), ...facts };
  await appendEvents(trx, [ownerEvent({ kind: 'agency_changed', agency: null, owner })]);
}

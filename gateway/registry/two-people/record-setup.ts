/** Writes the log's entry of what an administrator set up or approved; never a secret. */
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { type GrantedByPerson, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';

/** The partner concerned; null for nobody but the owner. */
type Concerned = { readonly id: number; readonly ori: string } | null;

type Facts = Readonly<Record<string, unknown>>;

/** @param by has no second factor if nothing is granted @throws GatewayError as `refuseIfRemoved` */
export async function recordSetup(
  trx: Transaction,
  agency: Concerned,
  by: GrantedByPerson & Partial<Grantor>,
  facts: Facts,
): Promise<void> {
  await refuseIfRemoved(trx, by);
  await appendSetup(trx, agency, by, facts);
}

/** INVARIANT: runs after `refuseIfRemoved`, under the head lock. */
export async function appendSetup(
  trx: Transaction,
  agency: Concerned,
  { personId, secondFactor }: Pick<GrantedByPerson, 'personId'> & Partial<Grantor>,
  facts: Facts,
): Promise<void> {
  const owner = { by: personId, ...(secondFactor === undefined ? {} : { secondFactor }), ...facts };
  await appendEvents(trx, [ownerEvent({ kind: 'agency_changed', agency, owner })]);
}

/** Removes a witness from the quorum of this deployment: one administrator proposes, another one confirms. */
import type pg from 'pg';
import { appendEvents } from '../audit/append-events.ts';
import { ownerEvent } from '../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../database/db-transaction.ts';
import { requireEmployeeId, requireTwoPeople } from '../registry/two-people/require-two-people.ts';
import { refuseIfRemoved } from '../release/revoke/grant-right.ts';
import type { Grantor } from '../sign-in/require-administrator.ts';
import type { PolicyWitness } from './policy.ts';
import {
  findWitnessRemovals,
  proposeWitnessRemoval,
  removeWitnessInDatabase,
  type WitnessRemoval,
} from './witness-removals-store.ts';

export interface WitnessOrder {
  readonly witness: Pick<PolicyWitness, 'name' | 'vkey'>;
  readonly by: Grantor;
  readonly reason: string;
}

/**
 * Removes the witness. It takes two persons, since fewer who confirm the log are a weaker promise to
 * everybody who reads it. A proposal holds for seven days, and ends when its maker is removed. The key is
 * removed: a witness with another key is another witness. Safe to repeat.
 * @returns `proposed`: the witness counts as before, until another administrator confirms
 * @throws GatewayError as `refuseIfRemoved`; `forbidden` if the two are not known to be two people
 */
export async function removeWitness(
  { pool }: { readonly pool: pg.Pool },
  order: WitnessOrder,
): Promise<Pick<WitnessRemoval, 'status' | 'index'>> {
  const { personId } = order.by;
  const witness = order.witness.vkey;
  const remove = async (trx: Transaction) => {
    await refuseIfRemoved(trx, order.by);
    const found = (await findWitnessRemovals(trx)).find((one) => one.witness === witness);
    if (found?.status === 'removed' || found?.by === personId)
      return { status: found.status, index: found.index };
    if (found === undefined) {
      await requireEmployeeId(trx, personId);
      const index = await append(trx, 'witness_removal_proposed', order);
      await proposeWitnessRemoval(trx, { witness, personId, index });
      return { status: 'proposed', index } as const;
    }
    await requireTwoPeople(trx, 'the removal of a witness', found.by, personId);
    const index = await append(trx, 'witness_removed', order, { proposedBy: found.by });
    await removeWitnessInDatabase(trx, { witness, personId, index });
    return { status: 'removed', index } as const;
  };
  return inTransaction(pool, remove, { harmlessTwice: true });
}

async function append(
  trx: Transaction,
  kind: 'witness_removal_proposed' | 'witness_removed',
  { by, reason, witness: { name, vkey } }: WitnessOrder,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const owner = {
    by: by.personId,
    secondFactor: by.secondFactor,
    reason,
    witness: name,
    key: vkey,
    ...facts,
  };
  const { sealed } = await appendEvents(trx, [ownerEvent({ kind, agency: null, owner })]);
  return sealed[0]?.index as number;
}

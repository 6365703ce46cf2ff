/** Removes a witness from the quorum of this deployment: one administrator proposes, another one confirms. */
import type pg from 'pg';
import { inTransaction, type Transaction } from '../database/db-transaction.ts';
import { appendWord, secondWord, type TakesTwo, type Word } from '../registry/two-people/second-word.ts';
import { refuseIfRemoved } from '../release/revoke/grant-right.ts';
import type { PolicyWitness } from './policy.ts';
import {
  findWitnessRemovals,
  proposeWitnessRemoval,
  removeWitnessInDatabase,
  type WitnessRemoval,
} from './witness-removals-store.ts';

export interface WitnessOrder extends Word {
  readonly witness: Pick<PolicyWitness, 'name' | 'vkey'>;
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
  const { name, vkey: witness } = order.witness;
  const facts = { witness: name, key: witness };
  const takes: TakesTwo = {
    what: 'the removal of a witness',
    told: { kind: 'witness_removal_proposed', agency: null, facts },
    insert: (trx, by, index) => proposeWitnessRemoval(trx, { witness, personId: by, index }),
  };
  const remove = async (trx: Transaction) => {
    await refuseIfRemoved(trx, order.by);
    const found = (await findWitnessRemovals(trx)).find((one) => one.witness === witness);
    if (found?.status === 'removed') return { status: found.status, index: found.index };
    const proposal = found === undefined ? null : { proposedBy: found.by, entry: found.index };
    const { entry, isOpen, proposedBy } = await secondWord(trx, proposal, takes, order);
    if (isOpen) return { status: 'proposed', index: entry } as const;
    const told = { kind: 'witness_removed', agency: null, facts: { ...facts, proposedBy } } as const;
    const { index } = await appendWord(trx, told, order);
    await removeWitnessInDatabase(trx, { witness, personId, index });
    return { status: 'removed', index } as const;
  };
  return inTransaction(pool, remove, { harmlessTwice: true });
}

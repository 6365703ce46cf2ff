/** Keeps what one administrator has proposed and another may carry out, for 72 hours. */
import type { Transaction } from '../../database/db-transaction.ts';
import { findRow, type Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { Proposed } from './second-word.ts';

export interface Proposable {
  readonly act: 'remove_person' | 'suspend_person' | 'raise_roster' | 'records_client' | 'lift_records_hold';
  /** Id of the person, client or agency; for a roster, `<agency id>:<number of officers>`. */
  readonly about: string;
}

export interface Proposal extends Proposed {
  readonly id: string;
}

/** Selects the open proposals by persons who are still administrators, and were not suspended since. */
const OPEN = `SELECT o.id FROM proposal o
  WHERE o.act = $1 AND o.about = $2 AND o.approved_by IS NULL AND o.proposed_at >= now() - interval '72 hours'
    AND holds_role(o.proposed_by, 'sharing_admin') AND stands_by(o.proposed_by, o.proposed_at)`;

/** Returns the newest that is open; null if there is none. */
export const findProposal = (db: Queryable, { about, act }: Proposable) =>
  findRow<Proposal>(
    db,
    `SELECT id::text AS id, proposed_by AS "proposedBy", entry FROM proposal WHERE id IN (${OPEN})
     ORDER BY proposal.id DESC LIMIT 1`,
    [act, about],
  );

/** @param entry log index of its entry in this transaction */
export async function insertProposal(
  trx: Transaction,
  { about, act }: Proposable,
  proposedBy: string,
  entry: number,
): Promise<void> {
  await trx.query('INSERT INTO proposal (act, about, proposed_by, entry) VALUES ($1, $2, $3, $4)', [
    act,
    about,
    proposedBy,
    entry,
  ]);
}

/** Runs in the transaction that carries it out. @throws GatewayError `conflict` if it is no longer open */
export async function approveProposal(
  trx: Transaction,
  { about, act }: Proposable,
  { id }: Proposal,
  approvedBy: string,
): Promise<void> {
  const { rowCount } = await trx.query(
    `UPDATE proposal SET approved_by = $4, approved_at = clock_timestamp() WHERE id = $3 AND id IN (${OPEN})`,
    [act, about, id, approvedBy],
  );
  if (rowCount !== 1)
    throw new GatewayError('conflict', 'the proposal is not open any more: propose it again');
}

/** Keeps which witnesses two persons removed, and who proposed it; functions that ask the registry write. */
import type { Transaction } from '../database/db-transaction.ts';
import { findColumn, type Queryable } from '../database/queryable.ts';

export interface WitnessRemoval {
  /** The verifier key of the witness. */
  readonly witness: string;
  readonly status: 'proposed' | 'removed';
  /** The log index of the entry about it, its time, and who did it. */
  readonly index: number;
  readonly at: Date;
  readonly by: string;
  readonly person: string;
  /** Null if the detail was erased. */
  readonly reason: string | null;
}

const REMOVALS = `
  SELECT DISTINCT ON (r.witness) r.witness, r.status, r.index, r.at, r.by, p.name AS person,
    d.owner_detail::jsonb ->> 'reason' AS reason
  FROM (
    SELECT id, witness, 'removed' AS status, removed_entry AS index, removed_at AS at, removed_by AS by
    FROM witness_removal WHERE removed_by IS NOT NULL
    UNION ALL
    SELECT id, witness, 'proposed', entry, proposed_at, proposed_by
    FROM witness_removal WHERE removed_by IS NULL AND expires_at > clock_timestamp()) AS r
  JOIN person p ON p.id = r.by
  JOIN identity_issuer i ON i.id = p.issuer_id
  LEFT JOIN audit_detail d ON d.index = r.index
  WHERE r.status = 'removed'
    OR (p.status = 'active' AND i.status = 'active' AND p.roles = '{sharing_admin}' AND stands_by(r.by, r.at))
  ORDER BY r.witness, r.status DESC, r.id DESC`;

/** Returns each witness's removal, or else the last proposal by somebody who still is an administrator. */
export async function findWitnessRemovals(db: Queryable): Promise<readonly WitnessRemoval[]> {
  return (await db.query<WitnessRemoval>(REMOVALS)).rows;
}

/** Returns the verifier keys of the witnesses that were removed. */
export const findRemovedWitnesses = async (db: Queryable) =>
  new Set(await findColumn<string>(db, 'SELECT witness FROM witness_removal WHERE removed_by IS NOT NULL'));

interface Act {
  readonly witness: string;
  readonly personId: string;
  /** The log index of the entry about it. */
  readonly index: number;
}

/** Proposes a removal. @throws the database's error for anyone who may not */
export async function proposeWitnessRemoval(
  trx: Transaction,
  { index, personId, witness }: Act,
): Promise<void> {
  await trx.query('SELECT propose_witness_removal($1, $2, $3)', [personId, witness, index]);
}

/** Removes a witness. @throws the database's error if no other administrator has proposed it */
export async function removeWitnessInDatabase(
  trx: Transaction,
  { index, personId, witness }: Act,
): Promise<void> {
  await trx.query('SELECT remove_witness($1, $2, $3)', [personId, witness, index]);
}

/** Which witnesses two persons took out of the quorum, and who proposed to. Written by functions that ask the registry. */
import type { Transaction } from '../database/db-transaction.ts';
import type { Queryable } from '../database/queryable.ts';

export interface WitnessRemoval {
  /** Verifier key of the witness. */
  readonly witness: string;
  readonly status: 'proposed' | 'removed';
  /** Log index of the entry that tells of it, and who did it. */
  readonly index: number;
  readonly at: Date;
  readonly by: string;
  readonly person: string;
  /** Null where the detail was erased. */
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

/** One of each witness: its removal, or else what was proposed last by somebody who is an administrator still. */
export async function findWitnessRemovals(db: Queryable): Promise<readonly WitnessRemoval[]> {
  return (await db.query<WitnessRemoval>(REMOVALS)).rows;
}

/** Verifier keys. */
export async function findRemovedWitnesses(db: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ witness: string }>(
    'SELECT witness FROM witness_removal WHERE removed_by IS NOT NULL',
  );
  return new Set(rows.map(({ witness }) => witness));
}

interface Act {
  readonly witness: string;
  readonly personId: string;
  /** Log index of the entry that tells of it. */
  readonly index: number;
}

/** @throws the database's error for anyone who may not */
export async function proposeWitnessRemoval(
  trx: Transaction,
  { index, personId, witness }: Act,
): Promise<void> {
  await trx.query('SELECT propose_witness_removal($1, $2, $3)', [personId, witness, index]);
}

/** @throws the database's error where no other administrator has proposed it */
export async function removeWitnessInDatabase(
  trx: Transaction,
  { index, personId, witness }: Act,
): Promise<void> {
  await trx.query('SELECT remove_witness($1, $2, $3)', [personId, witness, index]);
}

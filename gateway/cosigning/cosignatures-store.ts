/** Cosignatures that witnesses gave, for all nodes and over a restart. Each reader verifies what it finds here. */
import type { Queryable } from '../database/queryable.ts';

export interface StoredCosignature {
  readonly size: number;
  readonly root: Buffer;
  /** Verifier key of the witness. */
  readonly witness: string;
  /** The signature line, with its newline. */
  readonly line: string;
}

/** Heads that are kept of each witness: more than can be newer than the newest on which a quorum agrees. */
const KEPT = 256;

/** The newest, largest first. */
export async function findCosignatures(
  db: Queryable,
  witnesses: readonly string[],
): Promise<StoredCosignature[]> {
  const { rows } = await db.query<{ size: number | string; root: Buffer; witness: string; line: string }>(
    `SELECT size, root, witness, line FROM log_cosignature
      WHERE witness = ANY ($1) ORDER BY size DESC, witness LIMIT $2`,
    [witnesses, KEPT * witnesses.length],
  );
  return rows.map(({ line, root, size, witness }) => ({ size: Number(size), root, witness, line }));
}

/** Another node may have been given one of the same head: the newer one stands for both. */
export async function insertCosignature(
  db: Queryable,
  { line, root, size, witness }: StoredCosignature,
): Promise<void> {
  await db.query(
    `INSERT INTO log_cosignature (size, root, witness, line) VALUES ($1, $2, $3, $4)
     ON CONFLICT (size, witness) DO NOTHING`,
    [size, root, witness, line],
  );
}

/** Of each witness the newest stay. */
export async function forgetOldCosignatures(db: Queryable, witness: string): Promise<void> {
  await db.query(
    `DELETE FROM log_cosignature WHERE witness = $1 AND size < (
       SELECT size FROM log_cosignature WHERE witness = $1 ORDER BY size DESC OFFSET $2 LIMIT 1)`,
    [witness, KEPT - 1],
  );
}

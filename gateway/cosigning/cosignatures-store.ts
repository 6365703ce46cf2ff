/** Keeps cosignatures of witnesses for all nodes and restarts. Each reader verifies what it finds here. */
import type { Queryable } from '../database/queryable.ts';

export interface StoredCosignature {
  readonly size: number;
  readonly root: Buffer;
  /** The verifier key of the witness. */
  readonly witness: string;
  /** The signature line, with its newline. */
  readonly line: string;
}

/** The number of heads kept of each witness: no more can be newer than the newest with a quorum. */
const KEPT = 256;

/** Returns the newest cosignatures, those of the largest heads first. */
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

/** Keeps a cosignature. Another node may have kept one of the same head: that one stays. */
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

/** Deletes all but the newest cosignatures of a witness. */
export async function forgetOldCosignatures(db: Queryable, witness: string): Promise<void> {
  await db.query(
    `DELETE FROM log_cosignature WHERE witness = $1 AND size < (
       SELECT size FROM log_cosignature WHERE witness = $1 ORDER BY size DESC OFFSET $2 LIMIT 1)`,
    [witness, KEPT - 1],
  );
}

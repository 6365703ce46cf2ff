/** Pushed reads that were set aside, with the reason. Needs the owner of `read`. */
import { columnsOf, findRows, type Queryable } from '../database/queryable.ts';

export interface SetAsideRead {
  /** The number of the capture in the payload, from 1. */
  readonly ordinal: number;
  /** The reason, without any value. */
  readonly reason: string;
  /** The payload without images; null where it is still too long, or older than any read that is kept. */
  readonly payload: string | null;
}

/** The number of the newest that are kept for each source. */
const MOST_KEPT = 1_000;

export async function insertSetAside(
  db: Queryable,
  source: string,
  rows: readonly SetAsideRead[],
): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `INSERT INTO set_aside_read (source, ordinal, reason, payload)
     SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[])`,
    [source, ...columnsOf(rows, 'ordinal', 'reason', 'payload')],
  );
  await db.query(
    `DELETE FROM set_aside_read WHERE source = $1
       AND id < (SELECT id FROM set_aside_read WHERE source = $1 ORDER BY id DESC OFFSET $2 LIMIT 1)`,
    [source, MOST_KEPT - 1],
  );
}

export interface KeptAside extends SetAsideRead {
  readonly source: string;
  readonly setAsideAt: Date;
}

/** Finds those of a source, oldest first. */
export const findSetAside = (db: Queryable, source: string) =>
  findRows<KeptAside>(
    db,
    `SELECT source, set_aside_at AS "setAsideAt", ordinal, reason, payload FROM set_aside_read
     WHERE source = $1 ORDER BY id`,
    [source],
  );

/** Deletes old ones: they hold plates, so Policy 420.7 counts for them as for reads. */
export async function deleteSetAsideBefore(db: Queryable, before: Date): Promise<void> {
  await db.query('DELETE FROM set_aside_read WHERE set_aside_at < $1', [before]);
}

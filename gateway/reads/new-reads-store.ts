/** Reads as they come in, for matching against hot lists. What is found here leaves only by a release of its own. */
import type pg from 'pg';
import { CANONICAL } from './reads-store.ts';

export interface NewRead {
  readonly readId: string;
  readonly plate: string;
  readonly plateState: string | null;
  readonly capturedAt: Date;
  /** When the store took it; text, since a Date would lose the microseconds. */
  readonly takenAt: string;
  /** Canonical JSON of the read in the API's shape. */
  readonly text: string;
}

/** Reads taken after the given place, in the order in which the store took them. */
export async function findNewReads(
  pool: pg.Pool,
  after: { readonly takenAt: string; readonly readId: string },
  limit: number,
): Promise<NewRead[]> {
  const { rows } = await pool.query(
    `SELECT read_id AS "readId", plate, plate_state AS "plateState", captured_at AS "capturedAt",
       taken_at::text AS "takenAt", ${CANONICAL} AS text
     FROM shared_read WHERE (taken_at, read_id) > ($1::timestamptz, $2::uuid)
     ORDER BY taken_at, read_id LIMIT $3`,
    [after.takenAt, after.readId, limit],
  );
  return rows as NewRead[];
}

/** The store's own clock, by which reads are taken; text, with its microseconds. */
export async function readStoreTime(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query('SELECT clock_timestamp()::text AS now');
  return rows[0].now as string;
}

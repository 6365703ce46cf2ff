/** Stores the hits found, and how far matching has looked, by the time at which the store took a read. */
import { CHANNELS } from '../../database/channels.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { type Queryable, readRow, readValue } from '../../database/queryable.ts';

export interface FoundHit {
  readonly listId: string;
  readonly position: number;
  /** The agency that is told; null if only the owner is. */
  readonly agencyId: number | null;
  /** `text` is canonical JSON, as it would leave. */
  readonly read: { readonly readId: string; readonly capturedAt: Date; readonly text: string };
  readonly verify: boolean;
  /** A vendor told of the read: no store of the agency's own has it. */
  readonly ofVendor?: boolean;
}

/**
 * Adds hits and, for those of a partner, the jobs that tell it. Entries that are gone by now give none. A partner
 * without an approved endpoint is never told, not even later: it asks for its hits.
 * Resolves to how many are new.
 */
export async function insertHits(trx: Transaction, hits: readonly FoundHit[]): Promise<number> {
  if (hits.length === 0) return 0;
  const { rows } = await trx.query(
    `WITH found AS (
       SELECT f.* FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::uuid[], $5::timestamptz[], $6::text[], $7::boolean[], $8::boolean[])
         AS f (list_id, position, agency_id, read_id, captured_at, read, verify, of_vendor)
       JOIN hot_list_entry e ON e.list_id = f.list_id AND e.position = f.position AND NOT (e.restricted AND f.agency_id IS NOT NULL)
     ), added AS (
       INSERT INTO hit (list_id, position, agency_id, read_id, captured_at, read, verify, of_vendor)
       SELECT list_id, position, agency_id, read_id, captured_at, read, verify, of_vendor FROM found
       ON CONFLICT (list_id, position, read_id) DO NOTHING RETURNING id, agency_id
     ), told AS (
       INSERT INTO outbox (kind, target, agency_id)
       SELECT 'hit_notice', added.id, added.agency_id FROM added JOIN partner_endpoint e USING (agency_id)
       WHERE e.approved_by IS NOT NULL RETURNING id)
     SELECT (SELECT count(*) FROM added) AS added, (SELECT count(*) FROM told) AS told`,
    [
      hits.map(({ listId }) => listId),
      hits.map(({ position }) => position),
      hits.map(({ agencyId }) => agencyId),
      hits.map(({ read }) => read.readId),
      hits.map(({ read }) => read.capturedAt),
      hits.map(({ read }) => read.text),
      hits.map(({ verify }) => verify),
      hits.map(({ ofVendor = false }) => ofVendor),
    ],
  );
  if (rows[0].told > 0) await trx.query(`SELECT pg_notify('${CHANNELS.outbox}', '')`);
  return rows[0].added;
}

export const readMatchedUpTo = (db: Queryable) =>
  readValue<Date>(db, 'SELECT taken_at AS at FROM match_state');

export interface MatchPlace {
  /** Reads taken from here on are to be looked at; text, with its microseconds. */
  readonly takenFrom: string;
  /** It reaches back over the minute before the last time that one did. */
  readonly looksBack: boolean;
}

/**
 * Reads are stored under the time at which their transaction began, and are there once it has ended. So each sweep
 * reaches back two seconds, and one a minute reaches back a minute before the one before it: a read whose
 * transaction took that long is found by the next such sweep, whenever it was committed.
 * @param now the store's own clock
 */
export const readMatchPlace = (db: Queryable, now: string) =>
  readRow<MatchPlace>(
    db,
    `SELECT least(taken_at - interval '2 seconds', CASE WHEN due THEN looked_back_at - interval '1 minute' END)::text
       AS "takenFrom", due AS "looksBack"
     FROM match_state, LATERAL (SELECT looked_back_at <= $1::timestamptz - interval '1 minute' AS due) AS minute`,
    [now],
  );

export async function setMatchedUpTo(trx: Transaction, takenAt: string): Promise<void> {
  await trx.query('UPDATE match_state SET taken_at = greatest(taken_at, $1::timestamptz)', [takenAt]);
}

/** @param began when the sweep did, by the store's clock */
export async function setLookedBack(trx: Transaction, began: string): Promise<void> {
  await trx.query('UPDATE match_state SET looked_back_at = greatest(looked_back_at, $1::timestamptz)', [
    began,
  ]);
}

/** Finds the decisions among the log's entries, and the place where a month begins. */
import type { Queryable } from '../../database/queryable.ts';

/** Matches canonical JSON: only decisions have a text in this member, and no text contains quotes. */
const DECIDES = `entry LIKE '%"effect":"%'`;

/** Halves the log until one place is left: one statement, as each step by itself would cost a round trip. */
const FIRST_SINCE = `
  WITH RECURSIVE part (low, high) AS (
    SELECT 0::bigint, coalesce(max(index) + 1, 0) FROM log_entry
    UNION ALL
    SELECT CASE WHEN before THEN middle + 1 ELSE low END, CASE WHEN before THEN high ELSE middle END
    FROM part CROSS JOIN LATERAL (SELECT (low + high) / 2 AS middle) m
    CROSS JOIN LATERAL (SELECT (entry::json ->> 'minute') COLLATE "C" < $1 AS before FROM log_entry WHERE index = middle) e
    WHERE low < high)
  SELECT low, high FROM part ORDER BY high - low LIMIT 1`;

/**
 * Finds the log index of the first entry at or after the time; the size of the log if there is none. Uses the
 * public entries' minutes, which follow the database's clock, as details could have been removed.
 * @throws Error if the log has a gap
 */
export async function findFirstSince(db: Queryable, time: Date): Promise<number> {
  const { rows } = await db.query(FIRST_SINCE, [`${time.toISOString().slice(0, 16)}Z`]);
  const [low, high] = [Number(rows[0].low), Number(rows[0].high)];
  if (low === high) return low;
  throw new Error(`the log has no entry ${Math.floor((low + high) / 2)}: see \`audit verify\``);
}

/** Finds the log indices of the first decisions in a part of the log. */
export async function findFirstDecisions(
  db: Queryable,
  { first, below }: { readonly first: number; readonly below: number },
  most: number,
): Promise<number[]> {
  const { rows } = await db.query(
    `SELECT index FROM log_entry WHERE index >= $1 AND index < $2 AND ${DECIDES} ORDER BY index LIMIT $3`,
    [first, below, most],
  );
  return rows.map(({ index }) => Number(index));
}

/** Returns those of the log indices that are decisions. */
export async function findDecisionsAmong(db: Queryable, indices: readonly number[]): Promise<Set<number>> {
  const { rows } = await db.query(
    `SELECT index FROM log_entry WHERE index = ANY ($1::bigint[]) AND ${DECIDES}`,
    [indices],
  );
  return new Set(rows.map(({ index }) => Number(index)));
}

/** Finds log indices of acts, neither decisions nor readings: approvals, revocations, enrollments. */
export async function findActs(
  db: Queryable,
  { first, below }: { readonly first: number; readonly below: number },
): Promise<number[]> {
  const { rows } = await db.query(
    `SELECT index FROM log_entry WHERE index >= $1 AND index < $2 AND NOT (${DECIDES})
       AND entry NOT LIKE '%"kind":"log_read"%' ORDER BY index`,
    [first, below],
  );
  return rows.map(({ index }) => Number(index));
}

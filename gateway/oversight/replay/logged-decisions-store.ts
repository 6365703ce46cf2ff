/** Finds the decisions among the log's entries, and the place where a month begins. */
import type { PublicEntry } from '../../audit/log-entry.ts';
import type { Queryable } from '../../database/queryable.ts';

/** Matches canonical JSON: only decisions have a text in this member, and no text contains quotes. */
const DECIDES = `entry LIKE '%"effect":"%'`;

/**
 * Finds the log index of the first entry at or after the time; the size of the log if there is none. Uses the
 * public entries' minutes, which follow the database's clock, as details could have been removed.
 * @throws Error if the log has a gap
 */
export async function findFirstSince(db: Queryable, time: Date): Promise<number> {
  const since = `${time.toISOString().slice(0, 16)}Z`;
  const { rows } = await db.query('SELECT coalesce(max(index) + 1, 0) AS size FROM log_entry');
  let low = 0;
  let high = Number(rows[0]?.size);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await db.query<{ entry: string }>('SELECT entry FROM log_entry WHERE index = $1', [middle]);
    const [row] = found.rows;
    if (row === undefined) throw new Error(`the log has no entry ${middle}: see \`audit verify\``);
    if ((JSON.parse(row.entry) as PublicEntry).minute < since) low = middle + 1;
    else high = middle;
  }
  return low;
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

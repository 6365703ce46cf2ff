/** Which entries of the log are decisions, and where a month begins in it. */
import type { PublicEntry } from '../../audit/log-entry.ts';
import type { Queryable } from '../../database/queryable.ts';

/** Canonical JSON: the member is null in every entry that decides nothing, and quotes stand in no other. */
const DECIDES = `entry LIKE '%"effect":"%'`;

/**
 * Log index of the first entry of that time or later; the size of the log where there is none. By the minutes of the
 * public entries, which follow the database's clock: the details say it too, but could be removed.
 * @throws Error where the log is not whole
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

/** Log indices of the first decisions of a part of the log. */
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

/** Those of the log indices that are of decisions. */
export async function findDecisionsAmong(db: Queryable, indices: readonly number[]): Promise<Set<number>> {
  const { rows } = await db.query(
    `SELECT index FROM log_entry WHERE index = ANY ($1::bigint[]) AND ${DECIDES}`,
    [indices],
  );
  return new Set(rows.map(({ index }) => Number(index)));
}

/** Log indices of what was done, rather than decided or looked at: who approved, who revoked, who was enrolled. */
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

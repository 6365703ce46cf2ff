/** Remembers the altered entries that a node came upon, and when it first did. */
import type { Queryable } from '../../database/queryable.ts';

/** @param entries log indices */
export async function insertAltered(db: Queryable, entries: readonly number[]): Promise<void> {
  await db.query('INSERT INTO altered_entry (index) SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING', [
    entries,
  ]);
}

/** Selects those found in the last 30 days, in the columns of a task of the inbox. */
export const ALTERED_ENTRIES = `
  SELECT NULL AS agency_id, NULL AS kind, found_at AS since, NULL AS due, index AS entry FROM altered_entry
  WHERE found_at > statement_timestamp() - interval '30 days' ORDER BY found_at`;

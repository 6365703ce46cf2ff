/** Since when the log is searched by the plates that left, too, and not only by the one that was asked for. */
import type { Queryable } from '../../database/queryable.ts';

/** The step that added the column, and when it ran here. Minutes, as the log's entries have them. */
const SINCE = `
  SELECT m.migration_time AS since FROM knex_migrations m, log_entry e
  WHERE m.name = '102-released-plates' AND e.index = 0
    AND (e.entry::json ->> 'minute')::timestamptz < date_trunc('minute', m.migration_time)`;

/** Null where that is so from the first entry on. */
export async function findReleasedPlatesSince(db: Queryable): Promise<Date | null> {
  const { rows } = await db.query(SINCE);
  return rows[0]?.since ?? null;
}

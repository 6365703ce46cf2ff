/** Tells since when the log can be searched by released plates, and not only by the plate asked for. */
import { findValue, type Queryable } from '../../database/queryable.ts';

/**
 * The time at which the step ran that made them, to the minute as in the log, if the log is older. A database that began
 * with the baseline has no such step, and had them from the first entry on.
 */
const SINCE = `
  SELECT m.migration_time AS since FROM knex_migrations m, log_entry e
  WHERE m.name = '102-released-plates' AND e.index = 0
    AND (e.entry::json ->> 'minute')::timestamptz < date_trunc('minute', m.migration_time)`;

/** Returns null if that is so from the first entry on. */
export const findReleasedPlatesSince = (db: Queryable) => findValue<Date>(db, SINCE);

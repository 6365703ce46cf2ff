/** The gateway does not start on a database that can forget a committed entry. */
import type { Queryable } from './queryable.ts';

/** @returns warnings. @throws Error for asynchronous durability. */
export async function checkDurability(pool: Queryable): Promise<string[]> {
  const { rows } = await pool.query(`
    SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
      current_setting('synchronous_commit') AS synchronous_commit,
      current_setting('synchronous_standby_names') AS standbys`);
  const { fsync, full_page_writes, synchronous_commit, standbys } = rows[0];
  if (fsync !== 'on' || full_page_writes !== 'on' || synchronous_commit === 'off') {
    throw new Error(
      'the database may lose committed entries: set `fsync`, `full_page_writes` and `synchronous_commit` to on',
    );
  }
  if (standbys !== '' && synchronous_commit === 'local') {
    return [
      '`synchronous_commit` is `local`: a standby that takes over may lack the newest entries and revocations',
    ];
  }
  return standbys === '' ? await findAsynchronous(pool) : [];
}

/**
 * Without `synchronous_standby_names` anyone who follows does so asynchronously. Its name is for everybody to see, its
 * state only for `pg_read_all_stats`: where that is hidden, a backup that is being taken looks like a standby.
 */
async function findAsynchronous(pool: Queryable): Promise<string[]> {
  const { rows } = await pool.query(`
    SELECT count(*)::int AS followers, bool_or(state IS NULL) AS hidden,
      string_agg(DISTINCT quote_literal(application_name), ', ') AS names
    FROM pg_stat_replication WHERE state IS DISTINCT FROM 'backup'`);
  const { followers, hidden, names } = rows[0];
  if (followers === 0) return [];
  const maybe = hidden ? ' (or is a backup: only `pg_read_all_stats` may see which)' : '';
  return [
    `a standby follows asynchronously${maybe}, as ${names}: one that takes over may lack the newest entries and ` +
      'revocations; name it in `synchronous_standby_names`, or let it never take over',
  ];
}

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
      'the database may forget committed entries: set `fsync`, `full_page_writes` and `synchronous_commit` to on',
    );
  }
  if (standbys !== '' && synchronous_commit === 'local') {
    return [
      '`synchronous_commit` is `local`: a standby that takes over may lack the newest entries and revocations',
    ];
  }
  return [];
}

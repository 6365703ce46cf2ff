/** Records the names of the keys that this log's nodes have published. */
import type { Transaction } from '../../../database/db-transaction.ts';
import { findValue, type Queryable } from '../../../database/queryable.ts';

/** Returns the name of the key that was published last; null if none ever was. */
export const findNewestPublished = (db: Queryable) =>
  findValue<string>(db, 'SELECT kid FROM envelope_key ORDER BY position DESC LIMIT 1');

/**
 * @param after the newest before; null: there is none
 * @throws the database's error if it is not, or if this one was published before
 */
export async function recordPublished(trx: Transaction, kid: string, after: string | null): Promise<void> {
  await trx.query('SELECT record_envelope_key($1, $2)', [kid, after]);
}

/**
 * Records keys of the file later than those recorded: of a node whose COMMIT failed, or of an older log.
 * @param kids of the file, oldest first
 * @param newest of those recorded; among `kids`, or null
 */
export async function recordLater(
  trx: Transaction,
  kids: readonly string[],
  newest: string | null,
): Promise<void> {
  let after = newest;
  for (const kid of kids.slice(newest === null ? 0 : kids.indexOf(newest) + 1)) {
    await recordPublished(trx, kid, after);
    after = kid;
  }
}

/** Makes this the log's key, whatever was published before; for the owner of the database. */
export async function replacePublished(trx: Transaction, kid: string): Promise<void> {
  await trx.query(
    'INSERT INTO envelope_key (position, kid) SELECT coalesce(max(position), 0) + 1, $1 FROM envelope_key',
    [kid],
  );
}

/** Records which log this is, and whether nodes have run on it. */
import type { Transaction } from '../../database/db-transaction.ts';
import { findColumn, findRow, type Queryable, readRow } from '../../database/queryable.ts';
import type { LogIdentity } from './log-identity.ts';

/** Returns the record; null if no node has made it yet. */
export const findLogIdentity = (db: Queryable) =>
  findRow<LogIdentity>(
    db,
    `SELECT origin, log_key AS "logKey", plate_search_key AS "plateSearch", cursor_key AS cursor,
       endpoint_key AS endpoint
     FROM log_identity`,
  );

/** Returns earlier names of an adopted log, as far as the details of the adoptions are kept. */
export const findFormerNames = (db: Queryable) =>
  findColumn<string>(
    db,
    `SELECT DISTINCT owner_detail::jsonb #>> '{before,origin}' AS name FROM audit_detail
     WHERE kind = 'log_adopted' AND owner_detail::jsonb #>> '{before,origin}' IS NOT NULL`,
  );

export interface LogUse {
  /** True if a node has ever run on it: what was released by then may have been revoked since. */
  readonly used: boolean;
  /** True if that was before the database recorded which log it is. */
  readonly beforeRecord: boolean;
}

export const findLogUse = (db: Queryable) =>
  readRow<LogUse>(
    db,
    `SELECT is_called AS used, EXISTS (SELECT FROM log_without_identity) AS "beforeRecord" FROM node_generation`,
  );

/** Returns when the newest head or lease was written, even by a killed node, with the whole hours since; null if none was. */
export const findLastSign = (db: Queryable) =>
  findRow<{ readonly at: Date; readonly hoursAgo: number }>(
    db,
    `SELECT at, floor(extract(epoch FROM clock_timestamp() - at) / 3600)::integer AS "hoursAgo"
     FROM (SELECT greatest((SELECT committed_at FROM log_checkpoint ORDER BY size DESC LIMIT 1),
       (SELECT max(expires_at) FROM node_lease)) AS at) AS last
     WHERE at IS NOT NULL`,
  );

/** Records it. @throws the database's error if it is recorded, or nodes have run since it should have been */
export async function claimLogIdentity(trx: Transaction, identity: LogIdentity): Promise<void> {
  const { cursor, endpoint, logKey, origin, plateSearch } = identity;
  await trx.query('SELECT claim_log_identity($1, $2, $3, $4, $5)', [
    origin,
    logKey,
    plateSearch,
    cursor,
    endpoint,
  ]);
}

/** Replaces the record: only the owner of the database may, and not the gateway's role. */
export async function replaceLogIdentity(trx: Transaction, identity: LogIdentity): Promise<void> {
  const { cursor, endpoint, logKey, origin, plateSearch } = identity;
  await trx.query('DELETE FROM log_without_identity');
  await trx.query(
    `INSERT INTO log_identity (origin, log_key, plate_search_key, cursor_key, endpoint_key)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (only_row) DO UPDATE SET origin = excluded.origin, log_key = excluded.log_key,
       plate_search_key = excluded.plate_search_key, cursor_key = excluded.cursor_key,
       endpoint_key = excluded.endpoint_key, next_log_key = NULL, recorded_at = clock_timestamp()`,
    [origin, logKey, plateSearch, cursor, endpoint],
  );
}

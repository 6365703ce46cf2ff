/** Records with which keys a log signs; only the owner of the database changes it. */
import { idIn } from '../../audit/signed-note.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { changesOne, findRow, findValue, type Queryable } from '../../database/queryable.ts';

/** The verifier keys of a log (C2SP signed-note). */
export interface LogKeys {
  readonly origin: string;
  readonly present: string;
  /** The key that signs beside the present one, and will replace it; null: there is no change of keys. */
  readonly next: string | null;
  /** The keys that signed this log, and no longer do. */
  readonly former: readonly string[];
}

/** Returns the keys; null if no node has recorded yet which log it is. */
export const findLogKeys = (db: Queryable) =>
  findRow<LogKeys>(
    db,
    `SELECT origin, log_key AS present, next_log_key AS next, former_log_keys AS former FROM log_identity`,
  );

/** Sets the keys. @returns false if they have changed since they were looked at */
export const setLogKeys = (trx: Transaction, before: LogKeys, now: LogKeys) =>
  changesOne(
    trx,
    `UPDATE log_identity SET log_key = $4, next_log_key = $5, former_log_keys = $6
     WHERE origin = $1 AND log_key = $2 AND next_log_key IS NOT DISTINCT FROM $3`,
    [before.origin, before.present, before.next, now.present, now.next, now.former],
  );

/** Counts the nodes that hold a lease, but do not sign with the key. */
export const countNodesWithout = async (db: Queryable, vkey: string) =>
  (await findValue<number>(
    db,
    `SELECT count(*)::integer AS nodes FROM node_lease
     WHERE expires_at > clock_timestamp() AND NOT $1 = ANY (log_keys)`,
    [idIn(vkey)],
  )) ?? 0;

/** Up to where reads were matched, by the time at which the store took them. */
import type { Transaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';

export async function readMatchedUpTo(db: Queryable): Promise<Date> {
  const { rows } = await db.query('SELECT taken_at AS at FROM match_state');
  return rows[0].at;
}

export interface MatchPlace {
  /** Reads taken from here on are to be looked at; text, with its microseconds. */
  readonly takenFrom: string;
  /** It reaches back over the minute before the last time that one did. */
  readonly looksBack: boolean;
}

/**
 * Reads are stored under the time at which their transaction began, and are there once it has ended. So each sweep
 * reaches back two seconds, and one a minute reaches back a minute before the one before it: a read whose
 * transaction took that long is found by the next such sweep, whenever it was committed.
 * @param now the store's own clock
 */
export async function readMatchPlace(db: Queryable, now: string): Promise<MatchPlace> {
  const { rows } = await db.query(
    `SELECT least(taken_at - interval '2 seconds', CASE WHEN due THEN looked_back_at - interval '1 minute' END)::text
       AS "takenFrom", due AS "looksBack"
     FROM match_state, LATERAL (SELECT looked_back_at <= $1::timestamptz - interval '1 minute' AS due) AS minute`,
    [now],
  );
  return rows[0] as MatchPlace;
}

export async function setMatchedUpTo(trx: Transaction, takenAt: string): Promise<void> {
  await trx.query('UPDATE match_state SET taken_at = greatest(taken_at, $1::timestamptz)', [takenAt]);
}

/** @param began when the sweep did, by the store's clock */
export async function setLookedBack(trx: Transaction, began: string): Promise<void> {
  await trx.query('UPDATE match_state SET looked_back_at = greatest(looked_back_at, $1::timestamptz)', [
    began,
  ]);
}

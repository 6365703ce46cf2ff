/** Stores holds on incidents without words; each begins once a month, and two administrators lift it. */
import type { RecordsHold } from '../../../sharing-rules/terms/decision.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { changesOne, findRows, type Queryable } from '../../database/queryable.ts';

/** True if the hold has begun for this month, even if it was lifted since. @param month `YYYY-MM` */
export async function hasHeld(
  db: Queryable,
  agencyId: number,
  month: string,
  hold: RecordsHold,
): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT FROM records_hold WHERE agency_id = $1 AND month = ($2 || '-01')::date AND detail = $3`,
    [agencyId, month, hold],
  );
  return rows.length > 0;
}

/** Begins the hold; returns false if it began before. @param month `YYYY-MM` */
export const insertHold = (trx: Transaction, agencyId: number, month: string, hold: RecordsHold) =>
  changesOne(
    trx,
    `INSERT INTO records_hold (agency_id, month, detail) VALUES ($1, ($2 || '-01')::date, $3) ON CONFLICT DO NOTHING`,
    [agencyId, month, hold],
  );

/** Finds the holds in force, oldest first. */
export const findHolds = (db: Queryable, agencyId: number) =>
  findRows<{ month: string; hold: RecordsHold }>(
    db,
    `SELECT to_char(month, 'YYYY-MM') AS month, detail AS hold FROM records_hold
     WHERE agency_id = $1 AND lifted_at IS NULL ORDER BY since, month, detail`,
    [agencyId],
  );

/** Lifts them. INVARIANT: runs in the transaction that carries out the proposal of two administrators. */
export async function liftHolds(trx: Transaction, agencyId: number, now: Date): Promise<void> {
  await trx.query('UPDATE records_hold SET lifted_at = $2 WHERE agency_id = $1 AND lifted_at IS NULL', [
    agencyId,
    now,
  ]);
}

/** Erases what the gateway has kept past its time; which times these are stands in `retention-rules.ts`. */
import type { Transaction } from '../database/db-transaction.ts';

// Each deletes what is older than `$1`; what is still open stays.
const ERASURES = {
  hit: 'DELETE FROM hit WHERE captured_at < $1',
  held_query: `DELETE FROM held_query WHERE held_at < $1 AND status NOT IN ('held', 'approved')`,
  exigent_release: `DELETE FROM exigent_release WHERE released_at < $1 AND status <> 'open'`,
  refused_wording: 'DELETE FROM refused_wording WHERE refused_at < $1',
  query_count: `DELETE FROM query_count WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date`,
  officer_usage: `DELETE FROM officer_usage WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date`,
  agency_usage: `DELETE FROM agency_usage WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date`,
} as const;

export type KeptTable = keyof typeof ERASURES;

/** Resolves to how many rows were erased. */
export async function deleteKept(trx: Transaction, table: KeptTable, before: Date): Promise<number> {
  const { rowCount } = await trx.query(ERASURES[table], [before]);
  return rowCount ?? 0;
}

/** Details of the log, by whole UTC days before the given one (`YYYY-MM-DD`). Resolves to how many days were erased. */
export async function deleteAuditDetails(trx: Transaction, before: string): Promise<number> {
  const { rows } = await trx.query('SELECT purge_audit_details($1::date) AS days', [before]);
  return Number(rows[0].days);
}

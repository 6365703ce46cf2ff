/** Erases what the gateway has kept past its time; which times these are stands in `retention-rules.ts`. */
import type { Transaction } from '../database/db-transaction.ts';

// Each deletes what is older than `$1`; what is still open stays.
const ERASURES = {
  hit: 'DELETE FROM hit WHERE captured_at < $1',
  // The lists are locked first, so that positions become visible in their order.
  standing_query: `WITH locked AS MATERIALIZED (SELECT id FROM hot_list WHERE kind = 'standing' FOR UPDATE),
    gone AS (DELETE FROM standing_query s USING locked WHERE s.list_id = locked.id AND s.expires_at < $1
      RETURNING s.list_id, s.position),
    off AS (DELETE FROM hot_list_entry e USING gone g WHERE e.list_id = g.list_id AND e.position = g.position
      RETURNING e.list_id, e.position),
    counted AS (UPDATE hot_list l SET entries = l.entries - o.count
      FROM (SELECT list_id, count(*) FROM off GROUP BY list_id) AS o WHERE l.id = o.list_id)
    INSERT INTO hot_list_removal (list_id, entry, restricted) SELECT list_id, position, false FROM off`,
  ended_jobs: `DELETE FROM outbox WHERE ended_at < $1 AND status IN ('done', 'refused')`,
  dead_letters: `DELETE FROM outbox WHERE ended_at < $1 AND status = 'dead'`,
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

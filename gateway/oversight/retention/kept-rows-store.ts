/** Erases what the gateway has kept past its time, as `retention-rules.ts` sets it. */
import type { Queryable } from '../../database/queryable.ts';

/** Conditions on each table's rows that are past their time: older than `$1`, and not still open. */
const PAST = {
  hit: ['hit', 'captured_at < $1'],
  standing_query: ['standing_query', 'expires_at < $1'],
  ended_jobs: ['outbox', `ended_at < $1 AND status IN ('done', 'refused')`],
  dead_letters: ['outbox', `ended_at < $1 AND status = 'dead'`],
  mail_notice: ['mail_notice', 'made_at < $1'],
  held_query: ['held_query', `held_at < $1 AND status NOT IN ('held', 'approved')`],
  exigent_release: ['exigent_release', `released_at < $1 AND status <> 'open'`],
  refused_wording: ['refused_wording', 'refused_at < $1'],
  incident_use: ['incident_use', 'used_at < $1'],
  idempotency_key: ['idempotency_key', 'claimed_at < $1'],
  released_words: ['released_words', `day < ($1::timestamptz AT TIME ZONE 'UTC')::date`],
  query_count: ['query_count', `day < ($1::timestamptz AT TIME ZONE 'UTC')::date`],
  reads_source_count: ['reads_source_count', `day < ($1::timestamptz AT TIME ZONE 'UTC')::date`],
  officer_usage: ['officer_usage', `day < ($1::timestamptz AT TIME ZONE 'UTC')::date`],
  mark_acknowledgement: ['mark_acknowledgement', 'mark IN (SELECT mark FROM drain WHERE effective_at < $1)'],
  hot_list_removal: ['hot_list_removal', 'removed_at < $1'],
  agency_usage: ['agency_usage', `day < ($1::timestamptz AT TIME ZONE 'UTC')::date`],
  network_ask: ['network_ask', 'asked_at < $1'],
  network_question: ['network_ask', 'asked_at < $1 AND sealed IS NOT NULL'],
  records_check: ['records_check', 'greatest(requested_at, answered_at) < $1'],
} as const;

export type KeptTable = keyof typeof PAST;

/** Erases their list entries, too. Locks the lists first, so that positions become visible in order. */
const ERASE_STANDING = `
  WITH locked AS MATERIALIZED (SELECT id FROM hot_list WHERE kind = 'standing' FOR UPDATE),
    gone AS (DELETE FROM standing_query s USING locked WHERE s.list_id = locked.id AND s.expires_at < $1
      RETURNING s.list_id, s.position),
    off AS (DELETE FROM hot_list_entry e USING gone g WHERE e.list_id = g.list_id AND e.position = g.position
      RETURNING e.list_id, e.position),
    counted AS (UPDATE hot_list l SET entries = l.entries - o.count
      FROM (SELECT list_id, count(*) FROM off GROUP BY list_id) AS o WHERE l.id = o.list_id)
  INSERT INTO hot_list_removal (list_id, entry, restricted) SELECT list_id, position, false FROM off`;

/**
 * Each list notes the last erased position, so that a reader from before it starts again. What a push must
 * still send stays. Lists that somebody is changing are left to the next run.
 */
const ERASE_REMOVALS = `
  WITH free AS MATERIALIZED (SELECT id FROM hot_list FOR NO KEY UPDATE SKIP LOCKED),
    gone AS (DELETE FROM hot_list_removal r USING free WHERE r.list_id = free.id AND r.removed_at < $1
      AND NOT EXISTS (SELECT FROM list_push p WHERE p.list_id = r.list_id AND greatest(p.position, p.began) < r.position)
      RETURNING r.list_id, r.position),
    noted AS (UPDATE hot_list l SET forgotten = g.position
      FROM (SELECT list_id, max(position) AS position FROM gone GROUP BY list_id) AS g
      WHERE l.id = g.list_id AND l.forgotten < g.position)
  SELECT FROM gone`;

/** Statements for special cases. Nobody writes a past day’s words, or an old notice, and the role may not lock them. */
const STATEMENTS: Partial<Readonly<Record<KeptTable, string>>> = {
  standing_query: ERASE_STANDING,
  hot_list_removal: ERASE_REMOVALS,
  mark_acknowledgement: 'SELECT forget_acknowledgements($1::date)',
  network_question: `UPDATE network_ask SET sealed = NULL WHERE ${PAST.network_question[1]}`,
  mail_notice: `DELETE FROM mail_notice WHERE ${PAST.mail_notice[1]}`,
  released_words: `DELETE FROM released_words WHERE ${PAST.released_words[1]}`,
};

/** Counts the rows that are past their time. */
export async function countKept(db: Queryable, table: KeptTable, before: Date): Promise<number> {
  const [name, past] = PAST[table];
  const { rows } = await db.query(`SELECT count(*) AS n FROM ${name} WHERE ${past}`, [before]);
  return Number(rows[0].n);
}

/**
 * Erases the rows; resolves to their number. INVARIANT: one statement that waits for no row: a commit that
 * holds the log's head may want the same row, and a holder of rows must not wait for the head or other rows.
 */
export async function deleteKept(db: Queryable, table: KeptTable, before: Date): Promise<number> {
  const [name, past] = PAST[table];
  const text =
    STATEMENTS[table] ??
    `WITH past AS MATERIALIZED (SELECT ctid FROM ${name} WHERE ${past} FOR UPDATE SKIP LOCKED)
       DELETE FROM ${name} WHERE ctid = ANY (ARRAY(SELECT ctid FROM past))`;
  const { rowCount } = await db.query(text, [before]);
  return rowCount ?? 0;
}

/** Counts the whole UTC days with details before the given one (`YYYY-MM-DD`). */
export async function countAuditDays(db: Queryable, before: string): Promise<number> {
  const { rows } = await db.query('SELECT count_audit_days($1::date) AS days', [before]);
  return Number(rows[0].days);
}

/** SQLSTATE `lock_not_available`: a search is reading the details. */
const READ_JUST_NOW = '55P03';

/** Erases the days; returns false if somebody is reading them. */
export async function deleteAuditDays(db: Queryable, before: string): Promise<boolean> {
  try {
    await db.query('SELECT purge_audit_details($1::date)', [before]);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === READ_JUST_NOW) return false;
    throw error;
  }
}

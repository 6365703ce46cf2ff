/** Finds what waits for one person: what their role may decide, and reports that they see to; each has an upper limit. */
import type { AdministrativeAction } from '../../../sharing-rules/terms/roles.ts';
import type { Queryable } from '../../database/queryable.ts';
import { isFreed } from '../../release/commit/freed-queries-store.ts';
import { IS_LIFE_SAFETY } from '../../release/held/life-safety-store.ts';
import { ALTERED_ENTRIES } from '../held/altered-entries-store.ts';
import { WAITING_PRESERVATIONS } from '../preservation/preservations-store.ts';
import { OVERDUE_DUTIES } from '../processes/processes-store.ts';
import { COUNTED_TO } from './overview-store.ts';

export interface Waiting {
  readonly task: Task;
  /** Main ORI and name of the agency, and the kind, of reports. */
  readonly agency: string | null;
  readonly name: string | null;
  readonly kind: string | null;
  /** The first log entry that the task is about. */
  readonly entry: number | null;
  readonly count: number;
  /** Time since which the oldest waits. */
  readonly since: Date;
  /** Time by which the first must be done; null if nothing says. */
  readonly due: Date | null;
}

/** Rows of one task, with when each began and is due; $1 is the person. */
interface Rows {
  readonly action: AdministrativeAction;
  readonly rows: string;
  /** True if each row names, as `entry`, a log entry. */
  readonly hasEntry?: true;
}

const HELD = (condition: string): Rows => ({
  action: 'approve_review',
  rows: `SELECT NULL AS agency_id, NULL AS kind, held_at AS since, expires_at AS due FROM held_query
    WHERE status = 'held' AND expires_at > statement_timestamp() AND ${condition}
      AND NOT ${isFreed('reasons', 'agency_id')} ORDER BY expires_at`,
});

/** Selects the rows that wait for a second administrator. @param by begins the columns that tell who proposed, and when */
const PROPOSED = (action: AdministrativeAction, table: string, by: string, agency = 'NULL'): Rows => ({
  action,
  rows: `SELECT ${agency} AS agency_id, NULL AS kind, ${by}_at AS since, NULL AS due FROM ${table}
    WHERE status = 'proposed' AND ${by}_by <> $1 ORDER BY ${by}_at`,
});

/** Selects proposals that a second administrator may carry out within 72 hours. @param agency SQL of the agency concerned */
const BY_TWO = (action: AdministrativeAction, acts: string, agency = 'NULL'): Rows => ({
  action,
  rows: `SELECT ${agency} AS agency_id, NULL AS kind, proposed_at AS since,
      proposed_at + interval '72 hours' AS due FROM proposal
    WHERE act IN (${acts}) AND approved_by IS NULL AND proposed_at > statement_timestamp() - interval '72 hours'
      AND proposed_by <> $1 AND about <> $1::text AND stands_by(proposed_by, proposed_at) ORDER BY proposed_at`,
});

/** Each with the act that its reader must be allowed. Nobody is shown what they proposed, or what is about them. */
const TASKS = {
  life_safety_held: HELD(IS_LIFE_SAFETY),
  exigent: {
    action: 'approve_review',
    rows: `SELECT NULL AS agency_id, NULL AS kind, released_at AS since, due_at AS due FROM exigent_release
      WHERE status = 'open' ORDER BY due_at`,
  },
  held: HELD(`NOT ${IS_LIFE_SAFETY}`),
  hits: {
    action: 'decide_hit',
    rows: `SELECT NULL AS agency_id, NULL AS kind, captured_at AS since, NULL AS due FROM hit
      WHERE status = 'unconfirmed' ORDER BY captured_at`,
  },
  wrong_hits: {
    action: 'decide_hit',
    rows: `SELECT agency_id, NULL AS kind, said_at AS since, NULL AS due FROM wrong_hit
      WHERE status = 'reported_wrong' AND ended_at IS NULL ORDER BY said_at`,
  },
  caution_lifts: {
    action: 'lift_caution',
    rows: `SELECT NULL AS agency_id, NULL AS kind, min(proposed_at) AS since, NULL AS due FROM wrong_hit
      WHERE status <> 'lifted' AND ended_at IS NULL AND proposed_by <> $1 AND stands_by(proposed_by, proposed_at)
        AND proposed_at >= statement_timestamp() - interval '72 hours' GROUP BY proposed_entry ORDER BY since`,
  },
  // Those that nobody sees to, or nobody who is active, wait for everybody who reads reports.
  reports: {
    action: 'close_misuse',
    rows: `SELECT m.agency_id, m.kind, m.opened_at AS since, m.due_at AS due FROM misuse_report m
      WHERE m.state <> 'closed' AND m.concerns IS DISTINCT FROM $1::uuid AND (m.owner = $1
        OR NOT EXISTS (SELECT FROM person p WHERE p.id = m.owner AND p.status = 'active')) ORDER BY m.due_at`,
  },
  altered: { action: 'read_log', rows: ALTERED_ENTRIES, hasEntry: true },
  duties: {
    action: 'read_processes',
    rows: `SELECT NULL AS agency_id, NULL AS kind, d.due_at AS since, d.due_at AS due ${OVERDUE_DUTIES} ORDER BY d.due_at`,
  },
  audits: {
    action: 'complete_audit',
    rows: `SELECT NULL AS agency_id, NULL AS kind, (past + interval '1 month') AT TIME ZONE 'UTC' AS since, NULL AS due
      FROM log_entry, generate_series(
        greatest(date_trunc('month', (entry::json ->> 'minute')::timestamptz AT TIME ZONE 'UTC'),
          date_trunc('month', statement_timestamp() AT TIME ZONE 'UTC') - interval '12 months'),
        date_trunc('month', statement_timestamp() AT TIME ZONE 'UTC') - interval '1 month', interval '1 month') AS past
      WHERE index = 0 AND NOT EXISTS (SELECT FROM monthly_audit WHERE month = past::date) ORDER BY past`,
  },
  resume: {
    action: 'resume',
    rows: `SELECT NULL AS agency_id, NULL AS kind, r.proposed_at AS since, NULL AS due
      FROM resume_proposal r JOIN sharing_state s ON s.halted AND s.epoch = r.epoch
      WHERE r.resumed_at IS NULL AND r.proposed_by <> $1 AND stands_by(r.proposed_by, r.proposed_at)`,
  },
  grants: PROPOSED('approve_grant', 'sharing_grant', 'proposed'),
  agreements: {
    action: 'accept_agreement',
    rows: `SELECT agency_id, NULL AS kind, coalesce(set_at, proposed_at) AS since, NULL AS due FROM network_agreement
      WHERE status = 'proposed' AND approved_by IS NULL AND set_by IS DISTINCT FROM $1
        AND valid_until > statement_timestamp() ORDER BY proposed_at`,
  },
  endpoints: {
    action: 'approve_endpoint',
    rows: `SELECT NULL AS agency_id, NULL AS kind, set_at AS since, NULL AS due FROM partner_endpoint
      WHERE approved_by IS NULL AND set_by IS DISTINCT FROM $1 ORDER BY set_at`,
  },
  preservations: { action: 'approve_preservation', rows: WAITING_PRESERVATIONS },
  identities: PROPOSED('approve_identity', 'identity_proposal', 'proposed', 'agency_id'),
  reads_sources: PROPOSED('approve_reads_source', 'reads_source', 'set'),
  witnesses: {
    action: 'remove_witness',
    rows: `SELECT NULL AS agency_id, NULL AS kind, proposed_at AS since, expires_at AS due FROM witness_removal
      WHERE removed_by IS NULL AND expires_at > statement_timestamp() AND proposed_by <> $1
        AND witness NOT IN (SELECT witness FROM witness_removal WHERE removed_by IS NOT NULL) ORDER BY proposed_at`,
  },
  persons: BY_TWO('remove_overseer', "'remove_person', 'suspend_person'"),
  rosters: BY_TWO('change_agency', "'raise_roster'", "split_part(about, ':', 1)::bigint"),
  records_clients: BY_TWO('let_answer_records', "'records_client'"),
  records_holds: BY_TWO('lift_records_hold', "'lift_records_hold'", 'about::bigint'),
} as const satisfies Readonly<Record<string, Rows>>;

export type Task = keyof typeof TASKS;
export const INBOX_TASKS = Object.keys(TASKS) as readonly Task[];

const of = (task: Task) => `
  SELECT '${task}' AS task, a.ori AS agency, a.name, w.kind, w.entry, w.count, w.since, w.due FROM (
    SELECT f.agency_id::bigint AS agency_id, f.kind::text AS kind, count(*)::int AS count, min(f.since) AS since,
      min(f.due::timestamptz) AS due, ${'hasEntry' in TASKS[task] ? 'min(f.entry)' : 'NULL::bigint'} AS entry
    FROM (${TASKS[task].rows} LIMIT ${COUNTED_TO}) f GROUP BY 1, 2) w LEFT JOIN agency a ON a.id = w.agency_id`;

/** Finds them, in any order. @param may tells if the person's role allows the act */
export async function findInbox(
  db: Queryable,
  personId: string,
  may: (action: AdministrativeAction) => boolean,
): Promise<Waiting[]> {
  const theirs = INBOX_TASKS.filter((task) => may(TASKS[task].action));
  if (theirs.length === 0) return [];
  const { rows } = await db.query<Waiting>(
    // Names the parameter's type, which not every task uses.
    `SELECT * FROM (${theirs.map(of).join(' UNION ALL ')}) all_tasks
     WHERE $1::uuid IS NOT NULL ORDER BY task, agency, kind`,
    [personId],
  );
  return rows;
}

/** Stores reports of misuse to the Chief: opened, taken on, closed, never deleted (Policy 420.9.1). */
import { createHash } from 'node:crypto';
import type { MaybeNothingLeft } from '../../../sharing-rules/misuse/refused-nothing-left.ts';
import { closerOf, type ReportCloser } from '../../../sharing-rules/misuse/report-closing.ts';
import type { ReportOutcome, ReportSearch, ReportState } from '../../../sharing-rules/terms/statuses.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { changesOne, findRow, findRows, type Queryable } from '../../database/queryable.ts';

export interface MisuseReport extends MaybeNothingLeft {
  readonly id: string;
  /** Main ORI of the agency concerned. */
  readonly agency: string | null;
  readonly agencyId: number | null;
  readonly officerId: string | null;
  /** The person of the owner whom it is about. */
  readonly concerns: string | null;
  /** The role of those who may close it. */
  readonly closer: ReportCloser;
  /** Log indices that show it. */
  readonly entries: readonly number[];
  readonly summary: string;
  readonly openedAt: Date;
  /** Null if the gateway found it. */
  readonly openedBy: string | null;
  readonly openedIndex: number | null;
  /** Person id of the one who handles it. */
  readonly owner: string | null;
  readonly dueAt: Date;
  readonly state: ReportState;
  readonly outcome: ReportOutcome | null;
  readonly note: string | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
  readonly closedIndex: number | null;
}

/** Looks at the log itself, which is kept for longer than the details of its entries. */
export const REFUSED_ALL = `cardinality(m.entries) > 0 AND NOT EXISTS (
    SELECT FROM unnest(m.entries) e LEFT JOIN log_entry l ON l.index = e
    WHERE (l.entry::json ->> 'kind') IS DISTINCT FROM 'refusal')`;
const IS_REPEAT = `m.follows IS NOT NULL OR EXISTS (
    SELECT FROM misuse_report b WHERE b.officer_id = m.officer_id AND b.kind = m.kind
      AND b.outcome IS DISTINCT FROM 'unfounded' AND (b.opened_at, b.id) < (m.opened_at, m.id))`;

const SELECT = `
  SELECT m.id, m.kind, a.ori AS agency, m.agency_id AS "agencyId", m.officer_id AS "officerId", m.concerns,
    m.entries, m.summary, m.opened_at AS "openedAt", m.opened_by AS "openedBy", m.opened_index AS "openedIndex",
    (SELECT p.roles FROM person p JOIN identity_issuer i ON i.id = p.issuer_id
      WHERE p.id = m.concerns AND 'removed' NOT IN (p.status, i.status)) AS "concernedRoles",
    m.owner, m.due_at AS "dueAt", m.state, m.outcome, m.note, m.closed_by AS "closedBy", m.closed_at AS "closedAt", m.closed_index AS "closedIndex",
    m.state <> 'closed' AND (${REFUSED_ALL}) AS "refusedAll", m.state <> 'closed' AND (${IS_REPEAT}) AS "isRepeat"
  FROM misuse_report m LEFT JOIN agency a ON a.id = m.agency_id`;

/** Returns null for an unknown id; the id must be a UUID. */
export async function findMisuseReport(db: Queryable, id: string): Promise<MisuseReport | null> {
  const { rows } = await db.query(`${SELECT} WHERE m.id = $1`, [id]);
  return rows[0] === undefined ? null : toReport(rows[0]);
}

export interface ReportFilter {
  readonly state?: ReportSearch;
  readonly agencyId?: number;
  readonly kind?: string;
  /** Limits the list to reports that are about no agency. */
  readonly without?: 'agency';
  /** Person id; reports about this person are not listed. */
  readonly reader: string;
  readonly after?: string;
  readonly limit: number;
}

/** Finds reports, newest first. */
export async function findMisuseReports(db: Queryable, filter: ReportFilter) {
  const rows = await findRows(
    db,
    `${SELECT}
     WHERE ($1::text IS NULL OR m.state = $1 OR ($1 = 'waiting' AND m.state <> 'closed')
         OR ($1 = 'overdue' AND m.state <> 'closed' AND m.due_at <= statement_timestamp()))
       AND ($2::bigint IS NULL OR m.agency_id = $2) AND m.concerns IS DISTINCT FROM $3::uuid
       AND ($6::text IS NULL OR m.agency_id IS NULL) AND ($7::text IS NULL OR m.kind = $7)
       AND ($4::uuid IS NULL OR (m.opened_at, m.id) < (SELECT opened_at, id FROM misuse_report WHERE id = $4))
     ORDER BY m.opened_at DESC, m.id DESC LIMIT $5`,
    [
      ...[filter.state ?? null, filter.agencyId ?? null, filter.reader, filter.after ?? null, filter.limit],
      ...[filter.without ?? null, filter.kind ?? null],
    ],
  );
  return rows.map(toReport);
}

export interface NewReport {
  readonly kind: string;
  readonly agencyId: number | null;
  readonly officerId: string | null;
  readonly concerns: string | null;
  /** The role of those who may close it. */
  readonly closer: ReportCloser;
  /** SHA-256; null if a person writes the report. */
  readonly pattern: Buffer | null;
  readonly entries: readonly number[];
  readonly summary: string;
  readonly openedAt: Date;
  readonly openedBy: string | null;
  readonly dueAt: Date;
}

/** The closed report of the same pattern, after which more was seen. */
interface Following extends NewReport {
  readonly follows?: string;
}

/** Number of entries that a report names at most: it must not grow with what somebody does. */
export const MOST_NAMED = 500;

export interface InsertedReport {
  readonly id: string;
  readonly isNew: boolean;
  /** The report's summary; that of a follow-up names the report before it. */
  readonly summary: string;
  /** The entries that a new report names. */
  readonly entries: readonly number[];
}

/**
 * Inserts a report, or adds the entries to an open one of the same pattern. A closed report says nothing of
 * what came later: new entries make a follow-up, whose summary names it (Policy 420.9.1).
 */
export async function insertReport(trx: Transaction, report: NewReport): Promise<InsertedReport> {
  let next: Following = report;
  for (;;) {
    const { entries, pattern, summary } = next;
    const written = await insertOrAdd(trx, next);
    if (written !== null) return { ...written, summary, entries };
    const closed = await findBeyond(trx, pattern, entries);
    // The closed report already names all of them.
    if (closed.entries.length === 0) return { id: closed.id, isNew: false, summary, entries };
    next = {
      ...report,
      follows: closed.id,
      entries: closed.entries,
      pattern: createHash('sha256')
        .update(`${report.pattern?.toString('hex')} after ${closed.id}`)
        .digest(),
      summary: `${report.summary}; more was seen after report ${closed.id} was closed`,
    };
  }
}

/** Finds the id of the report with the pattern, and which of the entries it does not name. */
async function findBeyond(
  trx: Transaction,
  pattern: Buffer | null,
  entries: readonly number[],
): Promise<{ readonly id: string; readonly entries: readonly number[] }> {
  const { rows } = await trx.query(
    `SELECT m.id, ARRAY(SELECT e FROM unnest($2::bigint[]) e WHERE e <> ALL (m.entries) ORDER BY e) AS entries
     FROM misuse_report m WHERE m.pattern = $1`,
    [pattern, entries],
  );
  return { id: rows[0].id, entries: rows[0].entries.map(Number) };
}

/**
 * Returns null if the report of the pattern is closed. A new one is owned by the first person who may close
 * it: never the person concerned, nor the reporter if an auditor closes it; by nobody if there is none.
 */
const insertOrAdd = (trx: Transaction, report: Following) =>
  findRow<{ id: string; isNew: boolean }>(
    trx,
    `INSERT INTO misuse_report AS m (kind, agency_id, officer_id, concerns, pattern, entries, summary, opened_at,
        opened_by, due_at, follows, state, owner)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $12, 'open',
       (SELECT p.id FROM person p JOIN identity_issuer i ON i.id = p.issuer_id
        WHERE $11 = ANY (p.roles) AND p.status = 'active' AND i.status = 'active' AND p.id IS DISTINCT FROM $4
          AND ($11 <> 'auditor' OR p.id IS DISTINCT FROM $9)
        ORDER BY p.registered_at, p.id LIMIT 1))
     ON CONFLICT (pattern) DO UPDATE SET entries = CASE WHEN cardinality(m.entries) >= ${MOST_NAMED} THEN m.entries
       ELSE ARRAY(SELECT DISTINCT unnest(m.entries || excluded.entries) ORDER BY 1) END
     WHERE m.state <> 'closed'
     RETURNING id, opened_index IS NULL AS "isNew"`,
    [
      report.kind,
      report.agencyId,
      report.officerId,
      report.concerns,
      report.pattern,
      report.entries,
      report.summary,
      report.openedAt,
      report.openedBy,
      report.dueAt,
      report.closer,
      report.follows ?? null,
    ],
  );

export async function setOpenedIndex(trx: Transaction, id: string, index: number): Promise<void> {
  await trx.query('UPDATE misuse_report SET opened_index = $2 WHERE id = $1', [id, index]);
}

/** Returns false if it is closed already. */
export const assignReport = (
  trx: Transaction,
  id: string,
  change: { readonly owner: string; readonly dueAt: Date },
) =>
  changesOne(
    trx,
    `UPDATE misuse_report SET owner = $2, due_at = $3, state = 'acknowledged' WHERE id = $1 AND state <> 'closed'`,
    [id, change.owner, change.dueAt],
  );

/** Returns false if it is closed already. */
export const closeReport = (
  trx: Transaction,
  id: string,
  change: { outcome: ReportOutcome; note: string; closedBy: string; closedAt: Date; index: number },
) =>
  changesOne(
    trx,
    `UPDATE misuse_report SET state = 'closed', outcome = $2, note = $3, closed_by = $4, closed_at = $5, closed_index = $6
     WHERE id = $1 AND state <> 'closed'`,
    [id, change.outcome, change.note, change.closedBy, change.closedAt, change.index],
  );

function toReport({ concernedRoles, ...row }: Record<string, unknown>): MisuseReport {
  const closer = closerOf((concernedRoles ?? []) as readonly string[]);
  return {
    ...row,
    closer,
    entries: (row.entries as (number | string)[]).map(Number),
  } as unknown as MisuseReport;
}

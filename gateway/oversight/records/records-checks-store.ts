/** Stores checks by agencies' records offices: requested, answered once, explained, closed or reported. */

import type { Difference } from '../../../sharing-rules/records/compare-answer.ts';
import type { RecordsCounts } from '../../../sharing-rules/records/records-hold.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { changesOne, columnsOf, findColumn, findRows, type Queryable } from '../../database/queryable.ts';

export const RECORDS_OUTCOMES = ['accepted', 'upheld'] as const;
export type RecordsOutcome = (typeof RECORDS_OUTCOMES)[number];

export interface RecordsCheck {
  /** Log index of the release. */
  readonly index: number;
  readonly agencyId: number;
  /** Main ORI. */
  readonly agency: string;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly requestedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly answeredEntry: number | null;
  readonly differences: readonly Difference[];
  readonly explanation: string | null;
  readonly outcome: RecordsOutcome | null;
  readonly report: string | null;
}

const SELECT = `SELECT c.index, c.agency_id AS "agencyId", a.ori AS agency, to_char(c.month, 'YYYY-MM') AS month,
    c.requested_at AS "requestedAt", c.answered_at AS "answeredAt", c.answered_entry AS "answeredEntry", c.differences,
    c.explanation, c.outcome, c.report
  FROM records_check c JOIN agency a ON a.id = c.agency_id`;

export interface ChecksFilter {
  /** Null for every agency. */
  readonly agencyId: number | null;
  /** Only checks with a lower index are listed. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Finds, newest first, requests without an answer, and differences that nobody closed or reported. */
export async function findWaitingChecks(db: Queryable, { agencyId, before, limit }: ChecksFilter) {
  const rows = await findRows(
    db,
    `${SELECT} WHERE ($1::bigint IS NULL OR c.agency_id = $1) AND ($2::bigint IS NULL OR c.index < $2)
       AND (c.answered_at IS NULL OR (cardinality(c.differences) > 0 AND c.outcome IS NULL AND c.report IS NULL))
     ORDER BY c.index DESC LIMIT $3`,
    [agencyId, before ?? null, limit],
  );
  return rows.map(toCheck);
}

/** Returns null if nothing was requested or answered. */
export async function findCheck(db: Queryable, index: number): Promise<RecordsCheck | null> {
  const { rows } = await db.query(`${SELECT} WHERE c.index = $1`, [index]);
  return rows[0] === undefined ? null : toCheck(rows[0]);
}

export const findAnswered = (db: Queryable, indices: readonly number[]) =>
  findColumn<number>(
    db,
    'SELECT index FROM records_check WHERE index = ANY ($1::bigint[]) AND answered_at IS NOT NULL ORDER BY index',
    [indices],
  );

export interface NewAnswer {
  readonly index: number;
  /** The time at which the reads were released. */
  readonly at: Date;
  /** Log index of the entry that records the answer. */
  readonly entry: number;
  readonly differences: readonly Difference[];
}

/**
 * Stores the answers. Resolves to false if another request has answered one of them in the meantime.
 * INVARIANT: the entries are appended first, so that the log's head is locked.
 */
export async function insertAnswers(
  trx: Transaction,
  agencyId: number,
  answers: readonly NewAnswer[],
  now: Date,
): Promise<boolean> {
  const { rowCount } = await trx.query(
    `INSERT INTO records_check AS c (index, agency_id, month, answered_at, answered_entry, differences)
     SELECT u.index, $1, date_trunc('month', u.at AT TIME ZONE 'UTC')::date, $2, u.entry,
       coalesce(string_to_array(nullif(u.differences, ''), ','), '{}')
     FROM unnest($3::bigint[], $4::timestamptz[], $5::bigint[], $6::text[]) AS u (index, at, entry, differences)
     ON CONFLICT (index) DO UPDATE SET answered_at = excluded.answered_at, answered_entry = excluded.answered_entry,
       differences = excluded.differences WHERE c.answered_at IS NULL`,
    [
      agencyId,
      now,
      ...columnsOf(answers, 'index', 'at', 'entry'),
      // PostgreSQL's arrays of arrays must be rectangular, so the differences are joined.
      answers.map(({ differences }) => differences.join(',')),
    ],
  );
  return rowCount === answers.length;
}

/** Returns false if it was already explained, closed or reported. */
export const setExplanation = (trx: Transaction, index: number, note: string, now: Date) =>
  changesOne(
    trx,
    `UPDATE records_check SET explanation = $2, explained_at = $3
     WHERE index = $1 AND explained_at IS NULL AND outcome IS NULL AND report IS NULL`,
    [index, note, now],
  );

/** Returns false if it was already closed or reported. */
export const setOutcome = (
  trx: Transaction,
  index: number,
  change: { readonly outcome: RecordsOutcome; readonly by: string; readonly at: Date },
) =>
  changesOne(
    trx,
    `UPDATE records_check SET outcome = $2, closed_by = $3, closed_at = $4
     WHERE index = $1 AND outcome IS NULL AND report IS NULL`,
    [index, change.outcome, change.by, change.at],
  );

export async function setReport(trx: Transaction, index: number, report: string): Promise<void> {
  await trx.query('UPDATE records_check SET report = $2 WHERE index = $1', [index, report]);
}

/** Finds unreported differences that nobody explained in time. @param within milliseconds */
export async function findUnexplained(db: Queryable, within: number, limit: number) {
  const rows = await findRows(
    db,
    `${SELECT} WHERE cardinality(c.differences) > 0 AND c.explained_at IS NULL AND c.closed_at IS NULL
       AND c.report IS NULL AND c.answered_at <= statement_timestamp() - $1 * interval '1 millisecond'
     ORDER BY c.answered_at LIMIT $2`,
    [within, limit],
  );
  return rows.map(toCheck);
}

export interface MonthOfAgency {
  readonly agencyId: number;
  /** Main ORI. */
  readonly agency: string;
  readonly month: string;
  readonly counts: RecordsCounts;
}

/** Counts the checks of each agency and month. @param within milliseconds for an answer */
export async function countChecks(db: Queryable, within: number): Promise<MonthOfAgency[]> {
  const { rows } = await db.query(
    `SELECT c.agency_id AS "agencyId", a.ori AS agency, to_char(c.month, 'YYYY-MM') AS month,
       count(*) FILTER (WHERE c.requested_at + l.late <= statement_timestamp())::integer AS due,
       count(*) FILTER (WHERE c.requested_at + l.late <= statement_timestamp()
         AND c.answered_at <= c.requested_at + l.late)::integer AS "inTime",
       count(c.answered_at)::integer AS answered, count(c.report)::integer AS contradicted
     FROM records_check c JOIN agency a ON a.id = c.agency_id,
       LATERAL (SELECT $1 * interval '1 millisecond' AS late) l
     GROUP BY 1, 2, c.month`,
    [within],
  );
  return rows.map(({ agency, agencyId, month, ...counts }) => ({
    agencyId: Number(agencyId),
    ...{ agency, month, counts },
  }));
}

function toCheck(row: Record<string, unknown>): RecordsCheck {
  const { agencyId, answeredEntry, index, ...rest } = row;
  return {
    ...(rest as unknown as RecordsCheck),
    index: Number(index),
    agencyId: Number(agencyId),
    answeredEntry: answeredEntry === null ? null : Number(answeredEntry),
  };
}

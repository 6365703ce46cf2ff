/** Keeps served processes and their duties; what is overdue stands first in a list. */
import type { Duty, ProcessKind, ProcessStatus } from '../../../sharing-rules/served-process.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { changesOne, countChanged, type Queryable } from '../../database/queryable.ts';
import type { Subjects } from './process-subjects.ts';

export interface NewProcess extends Subjects {
  readonly kind: ProcessKind;
  readonly issuer: string;
  readonly servedAt: Date;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly documentSha256: string | null;
  readonly duties: readonly { readonly duty: Duty; readonly by: Date }[];
  readonly registeredBy: string;
  /** Why it is refused at once; null: it is not. */
  readonly refusedReason: string | null;
}

export interface DutyRow {
  readonly duty: Duty;
  readonly dueAt: Date;
  readonly doneAt: Date | null;
  readonly doneByName: string | null;
  readonly note: string | null;
  readonly alarmedAt: Date | null;
}

export interface ProcessRow extends Omit<NewProcess, 'duties' | 'registeredBy'> {
  readonly id: string;
  readonly duties: readonly DutyRow[];
  readonly registeredAt: Date;
  readonly registeredByName: string;
  readonly refusedAt: Date | null;
  readonly refusedByName: string | null;
}

/** Selects a duty `d` of a process `p` that is still open, as `dutyStatus` of `sharing-rules/served-process.ts` defines it. */
const STANDS = `d.done_at IS NULL AND (p.refused_at IS NULL OR d.duty = 'copy_to_state')`;

const DUTIES_OF = 'process_duty d JOIN served_process p ON p.id = d.process_id';

/** Selects the duties that are overdue by the database's clock. */
export const OVERDUE_DUTIES = `FROM ${DUTIES_OF} WHERE d.due_at <= statement_timestamp() AND ${STANDS}`;

const FOUND = `
  SELECT p.id, p.kind, p.issuer, p.served_at AS "servedAt", p.persons, p.plates, p.words, p.scope_from AS "from",
    p.scope_to AS "to", p.document_sha256 AS "documentSha256", p.registered_at AS "registeredAt",
    r.name AS "registeredByName", p.refused_at AS "refusedAt", f.name AS "refusedByName",
    p.refused_reason AS "refusedReason", n.next, n.undone
  FROM served_process p JOIN person r ON r.id = p.registered_by LEFT JOIN person f ON f.id = p.refused_by
  CROSS JOIN LATERAL (
    SELECT coalesce(min(d.due_at) FILTER (WHERE ${STANDS}), 'infinity') AS next,
      (count(*) = 0 OR count(*) > count(d.done_at)) AS undone
    FROM process_duty d WHERE d.process_id = p.id) n`;

export interface ProcessFilter {
  readonly status?: ProcessStatus | 'overdue';
  /** The last id of the page before. */
  readonly after?: string;
  readonly limit: number;
}

const IS: Readonly<Record<ProcessStatus | 'overdue', string>> = {
  overdue: 'next <= statement_timestamp()',
  open: '"refusedAt" IS NULL AND undone',
  done: '"refusedAt" IS NULL AND NOT undone',
  refused: '"refusedAt" IS NOT NULL',
};

/** Finds them by what is due first; where nothing is, the newest first. */
export async function findProcesses(
  db: Queryable,
  { after = null, limit, status }: Omit<ProcessFilter, 'after'> & { readonly after?: string | null },
): Promise<ProcessRow[]> {
  const place = '(next, -extract(epoch FROM "registeredAt"), id)';
  const { rows } = await db.query(
    `WITH found AS (${FOUND})
     SELECT * FROM found WHERE ${status === undefined ? 'true' : IS[status]}
       AND ($1::uuid IS NULL OR ${place} > (SELECT next, -extract(epoch FROM "registeredAt"), id FROM found WHERE id = $1))
     ORDER BY next, "registeredAt" DESC, id LIMIT $2`,
    [after, limit],
  );
  return withDuties(db, rows);
}

export async function findProcess(db: Queryable, id: string): Promise<ProcessRow | null> {
  const { rows } = await db.query(`${FOUND} WHERE p.id = $1`, [id]);
  return (await withDuties(db, rows))[0] ?? null;
}

type Bare = Omit<ProcessRow, 'duties'> & { readonly next: unknown; readonly undone: unknown };

async function withDuties(db: Queryable, found: readonly Bare[]): Promise<ProcessRow[]> {
  const { rows } = await db.query<DutyRow & { readonly of: string }>(
    `SELECT d.process_id AS of, d.duty, d.due_at AS "dueAt", d.done_at AS "doneAt", b.name AS "doneByName", d.note,
       d.alarmed_at AS "alarmedAt"
     FROM process_duty d LEFT JOIN person b ON b.id = d.done_by WHERE d.process_id = ANY ($1) ORDER BY d.due_at, d.duty`,
    [found.map(({ id }) => id)],
  );
  return found.map(({ next: _, undone: __, ...process }) => ({
    ...process,
    duties: rows.filter(({ of }) => of === process.id).map(({ of: ___, ...duty }) => duty),
  }));
}

/** Resolves to its id. */
export async function addProcess(trx: Transaction, process: NewProcess): Promise<string> {
  const { documentSha256, duties, from, issuer, kind, persons, plates, refusedReason, servedAt, to, words } =
    process;
  const { rows } = await trx.query(
    `INSERT INTO served_process (kind, issuer, served_at, persons, plates, words, scope_from, scope_to, document_sha256,
       registered_by, refused_by, refused_at, refused_reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $11::text IS NOT NULL THEN $10::uuid END,
       CASE WHEN $11::text IS NOT NULL THEN clock_timestamp() END, $11) RETURNING id`,
    [
      ...[kind, issuer, servedAt, persons, plates, words, from, to, documentSha256],
      ...[process.registeredBy, refusedReason],
    ],
  );
  const { id } = rows[0] as { id: string };
  await trx.query(
    `INSERT INTO process_duty (process_id, duty, due_at) SELECT $1, t.duty, t.due_at
     FROM unnest($2::text[], $3::timestamptz[]) AS t (duty, due_at)`,
    [id, duties.map(({ duty }) => duty), duties.map(({ by }) => by)],
  );
  return id;
}

/** Returns false if it was done before. */
export const setDutyDone = (
  trx: Transaction,
  {
    by,
    duty,
    id,
    note,
  }: { readonly id: string; readonly duty: Duty; readonly by: string; readonly note: string | null },
) =>
  changesOne(
    trx,
    `UPDATE process_duty SET done_at = clock_timestamp(), done_by = $3, note = $4
     WHERE process_id = $1 AND duty = $2 AND done_at IS NULL`,
    [id, duty, by, note],
  );

/** Returns false if it was refused before. */
export const setProcessRefused = (
  trx: Transaction,
  { by, id, reason }: { readonly id: string; readonly by: string; readonly reason: string },
) =>
  changesOne(
    trx,
    `UPDATE served_process SET refused_by = $2, refused_at = clock_timestamp(), refused_reason = $3
     WHERE id = $1 AND refused_at IS NULL`,
    [id, by, reason],
  );

/** Marks the duties that are overdue and whose alarm was not raised yet, once. Resolves to how many there are. */
export const alarmOverdueDuties = (db: Queryable, now: Date) =>
  countChanged(
    db,
    `UPDATE process_duty d SET alarmed_at = $1 FROM served_process p
     WHERE p.id = d.process_id AND d.due_at <= $1 AND d.alarmed_at IS NULL AND ${STANDS}`,
    [now],
  );

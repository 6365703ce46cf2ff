/** Finds the consequences of misuse, and the database's schema, for the monthly audit. */
import { findRows, type Queryable } from '../../database/queryable.ts';
import type { AuditGround } from './audit-answer.ts';

/** A report that was closed as founded, with the officer's and the agency's standing today. */
export interface FoundedReport {
  readonly kind: string;
  readonly agencyId: number | null;
  readonly agency: string | null;
  readonly officerId: string | null;
  /** Standing of the officer. */
  readonly officer: string | null;
  /** Standing of the agency. */
  readonly standing: string | null;
  /** True if a grant to the agency is in force. */
  readonly shares: boolean;
}

const FOUNDED = `
  SELECT m.id, m.kind, m.agency_id AS "agencyId", a.ori AS agency, m.officer_id AS "officerId", o.status AS officer,
    a.status AS standing, EXISTS (SELECT 1 FROM sharing_grant g WHERE g.agency_id = a.id AND g.status = 'active') AS shares
  FROM misuse_report m LEFT JOIN agency a ON a.id = m.agency_id LEFT JOIN officer o ON o.id = m.officer_id
  WHERE m.outcome = 'founded' AND m.closed_at >= $1 AND m.closed_at < $2 ORDER BY m.closed_at`;

export async function findFounded(db: Queryable, month: AuditGround['month']): Promise<FoundedReport[]> {
  const { rows } = await db.query(FOUNDED, [month.from, month.to]);
  return rows.map((row) => ({ ...row, agencyId: row.agencyId === null ? null : Number(row.agencyId) }));
}

const OVERDUE = `
  SELECT id, kind FROM misuse_report WHERE state <> 'closed' AND due_at < $1 ORDER BY due_at LIMIT 200`;

/** Counts reports that are overdue, up to 200. */
export async function countOverdue(db: Queryable, now: Date): Promise<number> {
  const { rows } = await db.query(OVERDUE, [now]);
  return rows.length;
}

/** Lists the migrations that have run. */
export const findSchemaSteps = (db: Queryable) =>
  findRows<{ readonly name: string }>(db, 'SELECT name FROM knex_migrations ORDER BY id');

/** Stores completed monthly audits: one for a month, never changed. */
import { LOCK_KEY } from '../../database/advisory-locks.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { ByHand } from './audit-answer.ts';
import type { AuditAnswer } from './monthly-audit.schema.ts';

/** The memo to the Chief, stored and hashed as canonical JSON. */
export interface AuditMemo {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly completedAt: string;
  readonly completedBy: string;
  readonly byHand: ByHand;
  /** Seven answers, in the order of the policy's template. */
  readonly answers: readonly AuditAnswer[];
}

export interface MonthlyAudit {
  readonly memo: AuditMemo;
  /** SHA-256 of the memo's canonical JSON, in base64. */
  readonly memoHash: string;
  /** Index of the audit's log entry. */
  readonly index: number;
}

/** Keeps anybody else from completing an audit until the transaction ends. */
export async function lockMonthlyAudits(trx: Transaction): Promise<void> {
  await trx.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY.monthlyAudit]);
}

const SELECT = `SELECT memo, encode(memo_sha256, 'base64') AS "memoHash", index FROM monthly_audit`;

export async function findMonthlyAudit(db: Queryable, month: string): Promise<MonthlyAudit | null> {
  const { rows } = await db.query(`${SELECT} WHERE month = ($1 || '-01')::date`, [month]);
  return rows[0] === undefined ? null : toAudit(rows[0]);
}

/** Finds the newest audit before the month, or null. */
export async function findAuditBefore(db: Queryable, month: string): Promise<MonthlyAudit | null> {
  const { rows } = await db.query(`${SELECT} WHERE month < ($1 || '-01')::date ORDER BY month DESC LIMIT 1`, [
    month,
  ]);
  return rows[0] === undefined ? null : toAudit(rows[0]);
}

/** Lists the audits, newest first. */
export async function findMonthlyAudits(db: Queryable): Promise<MonthlyAudit[]> {
  const { rows } = await db.query(`${SELECT} ORDER BY month DESC LIMIT 120`);
  return rows.map(toAudit);
}

/** Returns the time of the log's first entry, or null: no earlier month can be audited. */
export async function findLogBegin(db: Queryable): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date }>(
    `SELECT (entry::json ->> 'minute')::timestamptz AS at FROM log_entry WHERE index = 0`,
  );
  return rows[0]?.at ?? null;
}

export async function insertMonthlyAudit(
  trx: Transaction,
  audit: { month: string; memo: string; hash: Buffer; index: number; personId: string; at: Date },
): Promise<void> {
  await trx.query(
    `INSERT INTO monthly_audit (month, memo, memo_sha256, index, completed_by, completed_at)
     VALUES (($1 || '-01')::date, $2, $3, $4, $5, $6)`,
    [audit.month, audit.memo, audit.hash, audit.index, audit.personId, audit.at],
  );
}

function toAudit({ index, memo, memoHash }: Record<string, unknown>): MonthlyAudit {
  return { memo: JSON.parse(memo as string), memoHash: memoHash as string, index: Number(index) };
}

/** Keeps preservations. The copies themselves are read by one function of the database, which asks the log. */
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findRow, findRows, type Queryable, readValue } from '../../database/queryable.ts';
import type { KeptFor } from './kept-for.ts';

export interface NewPreservation extends KeptFor {
  /** Normalized. */
  readonly plate: string;
  readonly purpose: Purpose;
  readonly from: Date;
  readonly to: Date;
  readonly until: Date;
  readonly reason: string;
  readonly reasons: readonly Omit<Reason, 'found'>[];
  readonly proposedBy: string;
}

export interface Preservation extends NewPreservation {
  readonly id: string;
  readonly proposedByName: string;
  readonly proposedAt: Date;
  readonly approvedBy: string | null;
  readonly approvedByName: string | null;
  readonly approvedAt: Date | null;
  readonly renewalUntil: Date | null;
  readonly renewalBy: string | null;
  readonly renewalByName: string | null;
  readonly renewalEntry: number | null;
  readonly source: string | null;
  readonly takenAt: Date | null;
  readonly reads: number | null;
  /** SHA-256 of the reads' text, in base64. */
  readonly readsHash: string | null;
}

const SELECT = `
  SELECT p.id, p.case_number AS "caseNumber", p.process_id AS "processId", p.plate, p.purpose, p.window_from AS "from", p.window_to AS "to", p.until,
    p.reason, p.reasons, p.proposed_by AS "proposedBy", who.name AS "proposedByName", p.proposed_at AS "proposedAt",
    p.approved_by AS "approvedBy", second.name AS "approvedByName", p.approved_at AS "approvedAt",
    p.renewal_until AS "renewalUntil", p.renewal_by AS "renewalBy", again.name AS "renewalByName",
    p.renewal_entry AS "renewalEntry", p.source, p.taken_at AS "takenAt", p.reads,
    encode(p.reads_hash, 'base64') AS "readsHash"
  FROM preservation p JOIN person who ON who.id = p.proposed_by LEFT JOIN person second ON second.id = p.approved_by
    LEFT JOIN person again ON again.id = p.renewal_by`;

/** Leaves out what is over, which the next chore erases. */
const STANDS = `p.until > clock_timestamp()
  AND (p.approved_at IS NOT NULL OR p.proposed_at >= now() - interval '72 hours')`;

/** Selects proposals and renewals that wait for another person than `$1`: since when, and when they lapse. */
export const WAITING_PRESERVATIONS = `
  SELECT NULL AS agency_id, NULL AS kind, w.since, w.due
  FROM preservation p LEFT JOIN log_entry l ON l.index = p.renewal_entry CROSS JOIN LATERAL (
    SELECT p.proposed_by AS by, p.proposed_at AS since, p.proposed_at + interval '72 hours' AS due WHERE p.approved_at IS NULL
    UNION ALL SELECT p.renewal_by, (l.entry::json ->> 'minute')::timestamptz, p.until WHERE p.renewal_by IS NOT NULL) w
  WHERE ${STANDS} AND w.by <> $1 ORDER BY w.since`;

const MOST_LISTED = 1_000;

export const findPreservation = (db: Queryable, id: string) =>
  findRow<Preservation>(db, `${SELECT} WHERE p.id = $1 AND ${STANDS}`, [id]);

/** Returns those that wait, then those in force, the newest first. */
export const findPreservations = (db: Queryable) =>
  findRows<Preservation>(
    db,
    `${SELECT} WHERE ${STANDS} ORDER BY p.approved_at IS NOT NULL, p.proposed_at DESC LIMIT ${MOST_LISTED}`,
  );

/** Keeps others from changing or ending it until the transaction ends. */
export async function lockPreservation(trx: Transaction, id: string): Promise<void> {
  await trx.query('SELECT FROM preservation WHERE id = $1 FOR UPDATE', [id]);
}

/** INVARIANT: the transaction logs it. */
export async function insertPreservation(trx: Transaction, made: NewPreservation): Promise<string> {
  const { caseNumber, from, plate, processId, proposedBy, purpose, reason, reasons, to, until } = made;
  return readValue(
    trx,
    `INSERT INTO preservation (case_number, process_id, plate, purpose, reason, window_from, window_to, until, reasons, proposed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
    [caseNumber, processId, plate, purpose, reason, from, to, until, JSON.stringify(reasons), proposedBy],
  );
}

/** Keeps copies of the reads. Returns false if the proposal no longer waits. INVARIANT: the transaction has logged it. */
export const preserveReads = (
  trx: Transaction,
  id: string,
  {
    approvedBy,
    reads,
    source,
  }: { readonly approvedBy: string; readonly reads: string; readonly source: string },
) =>
  readValue<boolean>(trx, 'SELECT preserve_reads($1, $2, $3, $4) AS done', [
    ...[id, approvedBy, source, reads],
  ]);

export async function setRenewal(
  trx: Transaction,
  id: string,
  { by, entry, until }: { readonly by: string; readonly entry: number; readonly until: Date },
): Promise<void> {
  await trx.query(
    'UPDATE preservation SET renewal_until = $2, renewal_by = $3, renewal_entry = $4 WHERE id = $1',
    [id, until, by, entry],
  );
}

/** Moves the end. Returns false if nobody wants it any more. INVARIANT: the transaction has logged it. */
export const renewPreservation = (trx: Transaction, id: string, approvedBy: string) =>
  readValue<boolean>(trx, 'SELECT renew_preservation($1, $2) AS done', [id, approvedBy]);

/** Erases it with its copies. @param by null: its time is over. INVARIANT: the transaction has logged it. */
export const endPreservation = (trx: Transaction, id: string, by: string | null) =>
  readValue<boolean>(trx, 'SELECT end_preservation($1, $2) AS done', [id, by]);

/**
 * Returns the text of the reads; null if they are not kept for this case or process. INVARIANT: the transaction has
 * logged it.
 */
export function takePreserved(
  trx: Transaction,
  id: string,
  { by, caseNumber, processId }: KeptFor & { readonly by: string },
) {
  return readValue<string | null>(trx, 'SELECT release_preserved($1, $2, $3, $4) AS reads', [
    ...[id, by, caseNumber, processId],
  ]);
}

export interface Over {
  readonly id: string;
  readonly reads: number | null;
}

/** Finds those whose time is over, and proposals that nobody approved. */
export const findOver = (db: Queryable) =>
  findRows<Over>(db, `SELECT p.id, p.reads FROM preservation p WHERE NOT (${STANDS}) LIMIT 200`);

export const countPreserved = (db: Queryable) =>
  readValue<number>(
    db,
    'SELECT count(*)::integer AS count FROM preservation p WHERE p.approved_at IS NOT NULL',
  );

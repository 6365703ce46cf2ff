/** Keeps, in one row for everybody, if sharing is halted; and who proposed to end the halt. */
import type { Transaction } from '../../database/db-transaction.ts';
import { findRow, findValue, type Queryable } from '../../database/queryable.ts';

export interface SharingState {
  readonly halted: boolean;
  /** Log index of the newest revocation record that binds everybody, e.g. a halt's; 0 if there was none. */
  readonly epoch: number;
}

/** @throws Error if the row is missing: nobody may share then. */
export async function findSharingState(db: Queryable): Promise<SharingState> {
  const { rows } = await db.query<SharingState>('SELECT halted, epoch FROM sharing_state');
  if (rows[0] === undefined) throw new Error('the registry has no sharing state');
  return rows[0];
}

/** Halts sharing; the role cannot undo it by itself: see `resumeInDatabase`. */
export async function haltInDatabase(db: Queryable): Promise<void> {
  await db.query('SELECT halt_sharing()');
}

/** Returns true if the log is ahead of the clock, so takes only withdrawals, and sharing is not halted. */
export const isAheadUnhalted = async (db: Queryable) =>
  (await findValue<boolean>(
    db,
    `SELECT c.minute > to_char((clock_timestamp() + interval '5 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"')
       AND NOT s.halted AS ahead FROM log_clock c, sharing_state s`,
  )) === true;

export interface ResumeProposal {
  readonly proposedBy: string;
  readonly proposedAt: Date;
  /** Log index of its entry. */
  readonly entry: number;
}

/** Finds the proposal to end the halt in force, by somebody who is still an administrator; null if none. */
export const findResumeProposal = (db: Queryable) =>
  findRow<ResumeProposal>(
    db,
    `SELECT r.proposed_by AS "proposedBy", r.proposed_at AS "proposedAt", r.entry
     FROM resume_proposal r
     JOIN sharing_state s ON s.epoch = r.epoch AND s.halted
     JOIN person p ON p.id = r.proposed_by
     JOIN identity_issuer i ON i.id = p.issuer_id
     WHERE r.resumed_at IS NULL AND p.status = 'active' AND i.status = 'active' AND p.roles = '{sharing_admin}'
       AND stands_by(r.proposed_by, r.proposed_at)
     ORDER BY r.id DESC LIMIT 1`,
  );

/** @param entry log index of its entry. @throws the database's error for anyone who may not propose */
export async function insertResumeProposal(trx: Transaction, personId: string, entry: number): Promise<void> {
  await trx.query('SELECT propose_resume($1, $2)', [personId, entry]);
}

/** @throws the database's error if no other administrator has proposed it */
export async function resumeInDatabase(trx: Transaction, personId: string): Promise<void> {
  await trx.query('SELECT resume_sharing($1)', [personId]);
}

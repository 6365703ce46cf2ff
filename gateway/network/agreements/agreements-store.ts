/** Keeps agreements and their notes. */
import type {
  AgreementSide,
  AgreementStatus,
  AgreementWord,
} from '../../../sharing-rules/network/agreement-states.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { changesOne, findRow, findRows, type Queryable } from '../../database/queryable.ts';

export interface AgreementRow {
  readonly id: string;
  /** The other party. */
  readonly agencyId: number;
  readonly ori: string;
  readonly agencyName: string;
  /** Canonical JSON. */
  readonly document: string;
  readonly replaces: string | null;
  readonly status: AgreementStatus;
  readonly validUntil: Date;
  readonly clientId: string | null;
  /** Null: the other gateway sent it. */
  readonly proposedBy: string | null;
  readonly proposedByName: string | null;
  readonly proposedAt: Date;
  /** The first of the two who accept it here. */
  readonly setBy: string | null;
  readonly setByName: string | null;
  readonly setAt: Date | null;
  readonly approvedBy: string | null;
  readonly approvedByName: string | null;
  readonly approvedAt: Date | null;
  readonly endedBy: string | null;
  readonly endedByName: string | null;
  readonly endedAt: Date | null;
  readonly endedReason: string | null;
  /** The successor of the other's log key that was followed. */
  readonly logKey: string | null;
}

const person = (column: string, member: string) =>
  `n.${column} AS "${member}", (SELECT p.name FROM person p WHERE p.id = n.${column}) AS "${member}Name"`;

const SELECT = `
  SELECT n.id, n.agency_id AS "agencyId", a.ori, a.name AS "agencyName", n.document, n.replaces, n.status,
    n.valid_until AS "validUntil", n.client_id AS "clientId",
    ${person('proposed_by', 'proposedBy')}, n.proposed_at AS "proposedAt", ${person('set_by', 'setBy')}, n.set_at AS "setAt",
    ${person('approved_by', 'approvedBy')}, n.approved_at AS "approvedAt",
    ${person('ended_by', 'endedBy')}, n.ended_at AS "endedAt", n.ended_reason AS "endedReason", k.log_key AS "logKey"
  FROM network_agreement n JOIN agency a ON a.id = n.agency_id LEFT JOIN network_peer k ON k.agency_id = n.agency_id`;

export const findAgreement = (db: Queryable, id: string) =>
  findRow<AgreementRow>(db, `${SELECT} WHERE n.id = $1`, [id]);

/** Returns the newest first. */
export const findAgreements = (db: Queryable, limit = 500) =>
  findRows<AgreementRow>(db, `${SELECT} ORDER BY n.proposed_at DESC, n.id LIMIT $1`, [limit]);

/** Returns those with the agency that are not final and not past their end. */
export const findOpenAgreements = (db: Queryable, agencyId: number) =>
  findRows<AgreementRow>(
    db,
    `${SELECT} WHERE n.agency_id = $1 AND n.status IN ('proposed', 'in_force') AND n.valid_until > clock_timestamp()`,
    [agencyId],
  );

export interface NewAgreement
  extends Pick<AgreementRow, 'agencyId' | 'clientId' | 'document' | 'id' | 'proposedBy'> {
  readonly from: string;
  readonly until: string;
  readonly replaces: string | null;
}

/** @returns false if it is known already */
export const insertAgreement = (trx: Transaction, made: NewAgreement) =>
  changesOne(
    trx,
    `INSERT INTO network_agreement (id, agency_id, document, valid_from, valid_until, replaces, client_id, proposed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
    [
      made.id,
      made.agencyId,
      made.document,
      made.from,
      made.until,
      made.replaces,
      made.clientId,
      made.proposedBy,
    ],
  );

export async function setFirst(trx: Transaction, id: string, personId: string): Promise<void> {
  await trx.query(`UPDATE network_agreement SET set_by = $2, set_at = clock_timestamp() WHERE id = $1`, [
    id,
    personId,
  ]);
}

export async function setSecond(trx: Transaction, id: string, personId: string): Promise<void> {
  await trx.query(
    `UPDATE network_agreement SET approved_by = $2, approved_at = clock_timestamp() WHERE id = $1`,
    [id, personId],
  );
}

export async function setClient(trx: Transaction, id: string, clientId: string): Promise<void> {
  await trx.query(`UPDATE network_agreement SET client_id = $2 WHERE id = $1`, [id, clientId]);
}

export async function setInForce(trx: Transaction, { agencyId, id, ori }: AgreementRow): Promise<void> {
  await trx.query(
    `UPDATE network_agreement SET status = 'ended', ended_at = valid_until
     WHERE agency_id = $1 AND status = 'in_force' AND valid_until <= clock_timestamp()`,
    [agencyId],
  );
  await trx.query(`UPDATE network_agreement SET status = 'in_force' WHERE id = $1`, [id]);
  await trx.query(`INSERT INTO network_peer (ori, agency_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
    ori,
    agencyId,
  ]);
  // The agreement names the key of its own day.
  await trx.query(`UPDATE network_peer SET log_key = NULL WHERE agency_id = $1`, [agencyId]);
}

/** @param by null: the other side, or what replaced it */
export async function setOver(
  trx: Transaction,
  id: string,
  status: 'ended' | 'rejected' | 'replaced',
  { personId, reason }: { readonly personId: string | null; readonly reason: string | null },
): Promise<void> {
  await trx.query(
    `UPDATE network_agreement SET status = $2, ended_at = clock_timestamp(), ended_by = $3, ended_reason = $4 WHERE id = $1`,
    [id, status, personId, reason],
  );
}

export interface NoteRow {
  readonly side: AgreementSide;
  readonly word: AgreementWord;
  readonly saidAt: Date;
  readonly note: string;
  /** Log index of its entry. */
  readonly entry: number;
  readonly toldAt: Date | null;
}

/** Returns the notes of an agreement, oldest first. */
export const findNotes = (db: Queryable, id: string) =>
  findRows<NoteRow>(
    db,
    `SELECT side, word, said_at AS "saidAt", note, entry::integer AS entry, told_at AS "toldAt" FROM network_note
     WHERE agreement_id = $1 ORDER BY entry`,
    [id],
  );

export interface NewNote extends Omit<NoteRow, 'toldAt'> {
  readonly agreementId: string;
  readonly saidBy: string | null;
}

export async function insertNote(trx: Transaction, note: NewNote): Promise<void> {
  await trx.query(
    `INSERT INTO network_note (agreement_id, side, word, said_at, note, said_by, entry) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [note.agreementId, note.side, note.word, note.saidAt, note.note, note.saidBy, note.entry],
  );
}

/** Returns the grant in force under one of these agreements; null if there is none. */
export const findGrantUnder = (db: Queryable, agreementIds: readonly string[]) =>
  findRow<{ readonly id: string }>(
    db,
    `SELECT id FROM sharing_grant WHERE network_agreement = ANY ($1) AND status = 'active'`,
    [agreementIds],
  );

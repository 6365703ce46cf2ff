/** Rows of grants: proposed, approved, ended, never deleted. */
import type {
  Agreement,
  Certification,
  DataClass,
  Grant,
  Ori,
  ShownGrantStatus,
} from '../../../sharing-rules/terms/agency.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findRow, findRows, type Queryable, readValue } from '../../database/queryable.ts';
import { agreementValues, certificationValues } from '../agencies/agencies-store.ts';
import { EXPIRED } from '../agencies/ended-grants-store.ts';

/** A grant with what its two persons agreed on, and who they are. Times in ms. */
export interface GrantRecord extends Grant {
  readonly partner: Ori;
  readonly partnerName: string;
  readonly agreement: Agreement;
  /** The agreement of two gateways that it names, and does not outlive. */
  readonly networkAgreement: string | null;
  /** Null of the owner's own use. */
  readonly certification: Certification | null;
  readonly proposedBy: string;
  readonly proposedByName: string;
  readonly proposedAt: number;
  readonly approvedBy: string | null;
  readonly approvedByName: string | null;
  readonly approvedAt: number | null;
  /** The person who ended it; null while it lasts, and if it expired. */
  readonly endedBy: string | null;
  readonly endedByName: string | null;
  readonly endedAt: number | null;
  readonly endedReason: string | null;
  /** Log index of the revocation record that ended it; null while it lasts, and if withdrawn or expired. */
  readonly endedIndex: number | null;
  /** Its status by the database's time when the row was read. */
  readonly shown: ShownGrantStatus;
}

const time = (column: string, name: string) =>
  `(extract(epoch FROM g.${column}) * 1000)::bigint AS "${name}"`;

const person = (column: string, name: string) =>
  `g.${column} AS "${name}", (SELECT p.name FROM person p WHERE p.id = g.${column}) AS "${name}Name"`;

/** True if it expired: nobody ended it, not even the database's owner who adopted a restored log. */
const BY_TIME = `(g.ended_by IS NULL AND g.ended_reason = '${EXPIRED}')`;

/** The status by one time for the whole statement, so that a grant found by a status is shown with it. */
const SHOWN = `CASE WHEN g.status = 'active' AND g.valid_until <= statement_timestamp() THEN 'expired'
  WHEN g.status = 'revoked' AND ${BY_TIME} THEN 'expired' ELSE g.status END`;

/** A grant ends just before its record, in one transaction under its agency's lock: no other is between. */
const ENDED_INDEX = `CASE WHEN g.status = 'revoked' AND NOT ${BY_TIME} THEN
  (SELECT min(m.index) FROM mark m WHERE m.agency_id = g.agency_id AND m.marked_at >= g.ended_at) END`;

const COLUMNS = `
  g.id, g.agency_id AS "agencyId", a.ori AS partner, a.name AS "partnerName", g.purposes,
  g.data_classes AS "dataClasses", g.look_back_days AS "lookBackDays", g.daily_records AS "dailyRecords",
  ${time('valid_from', 'validFrom')}, ${time('valid_until', 'validUntil')}, g.status,
  jsonb_build_object('reference', g.agreement_reference,
    'signedOn', (extract(epoch FROM g.agreement_signed_on) * 1000)::bigint,
    'expiresOn', (extract(epoch FROM g.agreement_expires_on) * 1000)::bigint,
    'article74', g.agreement_article_74, 'officerMfa', g.agreement_officer_mfa) AS agreement, g.network_agreement AS "networkAgreement",
  CASE WHEN g.certification_signed_on IS NULL THEN NULL ELSE jsonb_build_object('signer', g.certification_signer,
    'signedOn', (extract(epoch FROM g.certification_signed_on) * 1000)::bigint) END AS certification,
  ${person('proposed_by', 'proposedBy')}, ${time('proposed_at', 'proposedAt')},
  ${person('approved_by', 'approvedBy')}, ${time('approved_at', 'approvedAt')},
  ${person('ended_by', 'endedBy')}, ${time('ended_at', 'endedAt')}, g.ended_reason AS "endedReason",
  ${ENDED_INDEX} AS "endedIndex",
  ${SHOWN} AS shown`;

const FROM = 'FROM sharing_grant g JOIN agency a ON a.id = g.agency_id';

/** Returns null for an unknown id; the id must be a UUID. */
export const findGrant = (db: Queryable, id: string) =>
  findRow<GrantRecord>(db, `SELECT ${COLUMNS} ${FROM} WHERE g.id = $1`, [id]);

export interface GrantFilter {
  readonly agencyId?: number;
  readonly status?: ShownGrantStatus;
  /** Id of the last grant of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/** Returns the newest proposals first. */
export const findGrants = (db: Queryable, filter: GrantFilter) =>
  findRows<GrantRecord>(
    db,
    `SELECT ${COLUMNS} ${FROM}
     WHERE ($1::bigint IS NULL OR g.agency_id = $1) AND ($2::text IS NULL OR ${SHOWN} = $2)
       -- Said again of the column, for the index of those that wait.
       AND ($2::text IS DISTINCT FROM 'proposed' OR g.status = 'proposed')
       AND ($3::uuid IS NULL OR (g.proposed_at, g.id) < (SELECT p.proposed_at, p.id FROM sharing_grant p WHERE p.id = $3))
     ORDER BY g.proposed_at DESC, g.id DESC LIMIT $4`,
    [filter.agencyId ?? null, filter.status ?? null, filter.after ?? null, filter.limit],
  );

/** The terms of a proposal; the times are the database's. */
export interface NewGrant {
  readonly agencyId: number;
  readonly purposes: readonly string[];
  readonly dataClasses: readonly DataClass[];
  readonly lookBackDays: number;
  readonly dailyRecords: number;
  readonly validUntil: number;
  readonly agreement: Agreement;
  readonly networkAgreement: string | null;
  readonly certification: Certification | null;
  readonly proposedBy: string;
}

export const insertProposal = (trx: Transaction, grant: NewGrant, now: number) =>
  readValue<string>(
    trx,
    `INSERT INTO sharing_grant (agency_id, purposes, data_classes, look_back_days, daily_records, valid_from,
       valid_until, agreement_reference, agreement_signed_on, agreement_expires_on, agreement_article_74,
       agreement_officer_mfa, certification_signer, certification_signed_on, proposed_by, network_agreement, proposed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $6) RETURNING id`,
    [
      grant.agencyId,
      grant.purposes,
      grant.dataClasses,
      grant.lookBackDays,
      grant.dailyRecords,
      new Date(now),
      new Date(grant.validUntil),
      ...agreementValues(grant.agreement),
      ...certificationValues(grant.certification),
      grant.proposedBy,
      grant.networkAgreement,
    ],
  );

/**
 * Turns a proposal into a grant in force from now on. The database refuses it for an ineligible agency, and
 * if the two are not two administrators; the gateway's role has no other way.
 */
export async function activateGrant(trx: Transaction, id: string, approvedBy: string): Promise<void> {
  await trx.query('SELECT activate_grant($1, $2)', [id, approvedBy]);
}

/** Rows of the registry: one entity with all its ORIs. Use cases change them inside their transaction. */
import type { Agency, Agreement, Certification, Ori } from '../../../sharing-rules/terms/agency.ts';
import { parseOri } from '../../../sharing-rules/terms/ori.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { CHANNELS } from '../../database/channels.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findColumn, findRows, type Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { AGENCY_COLUMNS, toAgency } from '../../release/facts/agency-row-store.ts';

/** The facts that an administrator gives of an agency; id and epoch are the registry's own. */
export type AgencyFields = Omit<Agency, 'id' | 'epoch'>;

const FROM = 'FROM agency a CROSS JOIN sharing_state s';

/** Finds the entity that an exact ORI belongs to, be it its main one or an alias. */
export async function findAgencyByOri(db: Queryable, ori: string): Promise<Agency | null> {
  // A text that is not an ORI has no row, and may be one that the database cannot take.
  if (parseOri(ori) === null) return null;
  const { rows } = await db.query({
    name: 'agency-by-ori',
    text: `SELECT ${AGENCY_COLUMNS} ${FROM} WHERE a.id = (SELECT agency_id FROM agency_ori WHERE ori = $1)`,
    values: [ori],
  });
  return rows[0] === undefined ? null : toAgency(rows[0]);
}

export async function findAgencyById(db: Queryable, id: number): Promise<Agency | null> {
  const { rows } = await db.query(`SELECT ${AGENCY_COLUMNS} ${FROM} WHERE a.id = $1`, [id]);
  return rows[0] === undefined ? null : toAgency(rows[0]);
}

/** Returns the main ORIs of all agencies, by id. */
export async function findMainOris(db: Queryable): Promise<ReadonlyMap<number, string>> {
  const { rows } = await db.query('SELECT id, ori FROM agency');
  return new Map(rows.map(({ id, ori }) => [Number(id), ori as string]));
}

/** Returns every ORI of one agency, in no order. */
export const findOris = (trx: Transaction, agencyId: number) =>
  findColumn<string>(trx, 'SELECT ori FROM agency_ori WHERE agency_id = $1', [agencyId]);

export interface AgencyFilter {
  readonly class?: string;
  readonly status?: string;
  readonly county?: string;
  /** Part of the name, in any case. */
  readonly name?: string;
  /** Main ORIs; default: any. */
  readonly oris?: readonly string[];
  /** Main ORI of the last agency of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/** Returns agencies by ascending main ORI. */
export async function findAgencies(db: Queryable, filter: AgencyFilter) {
  const rows = await findRows(
    db,
    `SELECT ${AGENCY_COLUMNS} ${FROM}
     WHERE ($1::text IS NULL OR a.class = $1) AND ($2::text IS NULL OR a.status = $2)
       AND ($3::text IS NULL OR a.county = $3) AND ($4::text IS NULL OR strpos(lower(a.name), lower($4)) > 0)
       AND ($5::text IS NULL OR a.ori > $5) AND ($7::text[] IS NULL OR a.ori = ANY ($7))
     ORDER BY a.ori LIMIT $6`,
    [
      filter.class ?? null,
      filter.status ?? null,
      filter.county ?? null,
      filter.name ?? null,
      filter.after ?? null,
      filter.limit,
      filter.oris ?? null,
    ],
  );
  return rows.map(toAgency);
}

/**
 * Inserts the entity with its ORIs. Returns null, and inserts nothing, if one of them is taken.
 * @param isOwner true only for the owner of the schema, who alone may mark an agency as the owner
 */
export async function insertAgency(
  trx: Transaction,
  agency: AgencyFields,
  isOwner: boolean,
): Promise<number | null> {
  const { rows } = await trx.query<{ id: number }>(
    `INSERT INTO agency (ori, name, class, state, county, bound_by_article_74, has_287g, federal_members, status,
       roster, agreement_reference, agreement_signed_on, agreement_expires_on, agreement_article_74,
       agreement_officer_mfa, certification_signer, certification_signed_on${isOwner ? ', is_owner' : ''})
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17${isOwner ? ', true' : ''}
     WHERE NOT EXISTS (SELECT FROM agency_ori WHERE ori = ANY ($18::text[]))
     ON CONFLICT (ori) DO NOTHING RETURNING id`,
    [agency.ori, ...fieldValues(agency), agency.oris],
  );
  const id = rows[0]?.id;
  if (id === undefined) return null;
  await insertOris(trx, id, agency.oris);
  return id;
}

/** @throws GatewayError `conflict` if another agency has one of them */
export async function insertOris(trx: Transaction, agencyId: number, oris: readonly Ori[]): Promise<void> {
  const { rowCount } = await trx.query(
    'INSERT INTO agency_ori (ori, agency_id) SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING',
    [oris, agencyId],
  );
  if (rowCount !== oris.length) throw oriTaken();
}

export function oriTaken(): GatewayError {
  return new GatewayError(
    'conflict',
    'one of the ORIs is in the registry already: change that agency instead',
  );
}

/** Writes every field but the ORIs. The hash of a file is that of one agreement: another reference drops it. */
export async function updateAgency(trx: Transaction, id: number, agency: AgencyFields): Promise<void> {
  await trx.query(
    `UPDATE agency SET name = $2, class = $3, state = $4, county = $5, bound_by_article_74 = $6, has_287g = $7,
       federal_members = $8, status = $9, roster = $10, agreement_reference = $11, agreement_signed_on = $12,
       agreement_expires_on = $13, agreement_article_74 = $14, agreement_officer_mfa = $15,
       certification_signer = $16, certification_signed_on = $17,
       agreement_file_sha256 =
         CASE WHEN agreement_reference IS NULL OR agreement_reference = $11 THEN agreement_file_sha256 END
     WHERE id = $1`,
    [id, ...fieldValues(agency)],
  );
}

/** Tells every node, at COMMIT, that its snapshot of the registry is old. */
export async function notifyRegistry(trx: Transaction, agencyId: number | null): Promise<void> {
  await trx.query(`SELECT pg_notify('${CHANNELS.registry}', $1)`, [String(agencyId ?? 'all')]);
}

function fieldValues(agency: AgencyFields): unknown[] {
  return [
    agency.name,
    agency.class,
    agency.state,
    agency.county,
    agency.boundByArticle74,
    agency.has287g,
    agency.federalMembers,
    agency.status,
    agency.roster,
    ...agreementValues(agency.agreement),
    ...certificationValues(agency.certification),
  ];
}

/** Returns reference, signed on, expires on, article 74, officers' MFA. */
export function agreementValues(agreement: Agreement | null): unknown[] {
  if (agreement === null) return [null, null, null, false, false];
  const { reference, signedOn, expiresOn, article74, officerMfa } = agreement;
  return [reference, dateOf(signedOn), dateOf(expiresOn), article74, officerMfa];
}

/** Returns signer, signed on. */
export function certificationValues(certification: Certification | null): unknown[] {
  return [certification?.signer ?? null, dateOf(certification?.signedOn ?? null)];
}

/** Returns a time's UTC date, as the date column takes it. */
function dateOf(time: number | null): string | null {
  return time === null ? null : utcDay(time);
}

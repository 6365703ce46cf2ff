/** Officers of the agencies, by opaque ids; enrolled at their first query, never deleted. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { EnrolledStanding } from '../../../sharing-rules/terms/asker.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { columnsOf, findRow, findRows, findValue, type Queryable } from '../../database/queryable.ts';
import { STANDING } from '../../release/facts/standing-store.ts';
import { findListed, type ListedFilter } from '../listed-rows-store.ts';

export interface EnrolledSubject {
  readonly id: string;
  readonly agencyId: number;
  /** The main ORI of the officer's agency. */
  readonly agency: Ori;
  /** The agency's own id of the officer. */
  readonly reference: string;
  readonly name: string;
  readonly status: EnrolledStanding;
  readonly enrolledAt: Date;
  /** The facts that the agency attests; null if it has attested nothing. */
  readonly attestation: AttestedFacts | null;
  readonly attestedAt: Date | null;
}

/** Employer, federal detail and training, as an agency attests them. */
export interface AttestedFacts {
  readonly employerOri: string;
  readonly federalDetail: boolean;
  /** Date, `YYYY-MM-DD`. */
  readonly trainedOn: string;
}

/** An officer who is a registered person has the person's id as the reference, and the registered name. */
const SELECT = `
  SELECT o.id, o.agency_id AS "agencyId", a.ori AS agency, o.reference, coalesce(who.name, o.name) AS name,
    ${STANDING} AS status, o.enrolled_at AS "enrolledAt", o.attested_at AS "attestedAt",
    CASE WHEN o.attested_at IS NOT NULL THEN jsonb_build_object('employerOri', o.attested_employer,
      'federalDetail', o.attested_federal_detail, 'trainedOn', o.attested_trained_on) END AS attestation
  FROM officer o JOIN agency a ON a.id = o.agency_id
  LEFT JOIN person who ON who.id::text = o.reference AND who.agency_id = o.agency_id
  LEFT JOIN officer_usage ou ON ou.officer_id = o.id AND ou.day = (clock_timestamp() AT TIME ZONE 'UTC')::date`;

/** Returns null for an unknown id; the id must be a UUID. */
export const findSubject = (db: Queryable, id: string) =>
  findRow<EnrolledSubject>(db, `${SELECT} WHERE o.id = $1`, [id]);

/** Returns officers by ascending id. */
export function findSubjects(
  db: Queryable,
  filter: ListedFilter<EnrolledStanding>,
): Promise<EnrolledSubject[]> {
  const listed = { select: SELECT, table: 'o', idType: 'uuid', status: STANDING } as const;
  return findListed(db, listed, filter);
}

/** Finds officers by the ids that their agencies gave, in one agency or all; by ascending id. */
export const findSubjectsCalled = (
  db: Queryable,
  references: readonly string[],
  { agencyId, limit }: Pick<ListedFilter<EnrolledStanding>, 'agencyId' | 'limit'>,
) =>
  findRows<EnrolledSubject>(
    db,
    `${SELECT} WHERE o.reference = ANY($1) AND ($2::bigint IS NULL OR o.agency_id = $2) ORDER BY o.id LIMIT $3`,
    [references, agencyId ?? null, limit],
  );

export async function setSubjectStatus(
  trx: Transaction,
  id: string,
  status: 'active' | 'suspended',
): Promise<void> {
  await trx.query(
    `UPDATE officer SET status = $2,
       reinstated_at = CASE WHEN $2 = 'active' THEN clock_timestamp() ELSE reinstated_at END WHERE id = $1`,
    [id, status],
  );
}

/** Counts the officers of an agency who have a place on its roster. */
export const findEnrolled = async (db: Queryable, agencyId: number) =>
  (await findValue<number>(db, 'SELECT officers::int AS officers FROM agency_count WHERE agency_id = $1', [
    agencyId,
  ])) ?? 0;

export async function setAttestations(
  trx: Transaction,
  attested: readonly ({ readonly id: string } & AttestedFacts)[],
  personId: string,
): Promise<void> {
  await trx.query(
    `UPDATE officer SET attested_employer = a.employer, attested_federal_detail = a.detail,
       attested_trained_on = a.trained_on, attested_by = $5, attested_at = clock_timestamp()
     FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::date[]) AS a (id, employer, detail, trained_on)
     WHERE officer.id = a.id`,
    [...columnsOf(attested, 'id', 'employerOri', 'federalDetail', 'trainedOn'), personId],
  );
}

/** Finds one release in the log's details, and the pages before it. */
import type { Queryable } from '../../database/queryable.ts';
import { DETAILS_OF } from '../../projections/search-store.ts';
import { type CaseRelease, WITH_READS } from '../retention/released-reads-store.ts';

/** A release with all that a case file says about it. */
export interface EvidenceRelease extends CaseRelease {
  readonly releasedAt: Date;
  readonly agencyId: number;
  readonly agencyName: string;
  /** The officer who asked, as registered; null if a system asked for somebody whom its query names. */
  readonly enrolled: EvidenceOfficer | null;
}

/** An officer by the number that the agency gives. */
export interface EvidenceOfficer {
  readonly id: string;
  readonly name: string;
  readonly ori: string;
}

const COLUMNS = `
  d.index, d.at AS "releasedAt", d.release_id AS "releaseId", d.agency_id AS "agencyId", a.ori AS agency,
  a.name AS "agencyName", coalesce(who.employee_id, f.reference) AS "officerId", coalesce(who.name, f.name) AS "officerName",
  o.detail ->> 'follows' AS follows, o.detail #> '{input,query}' AS query,
  t.asker_detail::jsonb ->> 'readsHash' AS "readsHash", (t.asker_detail::jsonb ->> 'records')::integer AS records
  FROM audit_search d JOIN ${DETAILS_OF} JOIN agency a ON a.id = d.agency_id
  LEFT JOIN officer f ON f.id = d.officer_id
  LEFT JOIN person who ON who.id::text = f.reference AND who.agency_id = f.agency_id
  CROSS JOIN LATERAL (SELECT t.owner_detail::jsonb AS detail) o`;

/** Returns null if the entry is not a release for this case, or is too old. */
export async function findEvidenceRelease(
  db: Queryable,
  { caseNumber, index }: { readonly caseNumber: string; readonly index: number },
): Promise<EvidenceRelease | null> {
  const { rows } = await db.query(
    `SELECT ${COLUMNS} WHERE d.index = $1 AND ${WITH_READS}
       AND t.asker_detail::jsonb #>> '{purpose,caseNumber}' = $2`,
    [index, caseNumber],
  );
  return toRelease(rows[0]);
}

/** Finds the page before; null if it is no longer kept. */
export async function findPageBefore(
  db: Queryable,
  { agencyId, follows }: Pick<EvidenceRelease, 'agencyId' | 'follows'>,
): Promise<EvidenceRelease | null> {
  const { rows } = await db.query(
    `SELECT ${COLUMNS} WHERE d.release_id = $1 AND d.agency_id = $2 AND ${WITH_READS}`,
    [follows, agencyId],
  );
  return toRelease(rows[0]);
}

function toRelease(row: Record<string, unknown> | undefined): EvidenceRelease | null {
  if (row === undefined) return null;
  const { officerId, officerName, ...release } = row as Record<string, unknown> & { readonly agency: string };
  const enrolled =
    officerId === null ? null : { id: officerId as string, name: officerName as string, ori: release.agency };
  return {
    ...(release as unknown as EvidenceRelease),
    ...{ enrolled, index: Number(row.index), agencyId: Number(row.agencyId) },
  };
}

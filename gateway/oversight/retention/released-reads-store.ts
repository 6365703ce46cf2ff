/** Finds what was released for a case in the log's details, and the images in the owner's store. */
import type pg from 'pg';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { findRows, type Queryable } from '../../database/queryable.ts';
import { DETAILS_OF, onDays } from '../../projections/search-store.ts';

export interface CaseRelease {
  readonly index: number;
  readonly releaseId: string;
  readonly agency: string;
  /** The release of the page before this one. */
  readonly follows: string | null;
  readonly query: Query;
  /** Number of reads that left: fewer than found if the day's quota ran out. */
  readonly records: number;
  /** SHA-256 of the reads' canonical text, base64. */
  readonly readsHash: string;
}

/** Days: a read lives for at most 30, and one more since details are found by whole days. */
export const EVIDENCE_DAYS = 31;

/** Matches rows `d`, with their details, of releases whose reads may still be in the store. */
export const WITH_READS = `d.kind = 'release' AND ${onDays(`>= current_date - ${EVIDENCE_DAYS}`)}`;

/** Finds a case's releases whose reads may still be in the store, oldest first. */
export async function findCaseReleases(
  db: Queryable,
  { agency, caseNumber }: { readonly agency: string; readonly caseNumber: string },
): Promise<CaseRelease[]> {
  const { rows } = await db.query(
    `SELECT d.index, d.release_id AS "releaseId", a.ori AS agency, o.detail ->> 'follows' AS follows,
       o.detail #> '{input,query}' AS query, t.asker_detail::jsonb ->> 'readsHash' AS "readsHash",
       (t.asker_detail::jsonb ->> 'records')::integer AS records
     FROM audit_search d JOIN ${DETAILS_OF} JOIN agency a ON a.id = d.agency_id
     CROSS JOIN LATERAL (SELECT t.owner_detail::jsonb AS detail) o
     WHERE ${WITH_READS} AND a.ori = $1
       AND t.asker_detail::jsonb #>> '{purpose,caseNumber}' = $2
     ORDER BY d.index`,
    [agency, caseNumber],
  );
  return rows.map((row) => ({ ...row, index: Number(row.index) }));
}

/** Stored facts about a read that no partner sees: hashes of its images, and the source that pushed it. */
export interface ReadImages {
  readonly readId: string;
  readonly sourceType: string | null;
  readonly plateImageSha256: string | null;
  readonly contextImageSha256: string | null;
  /** Name of the source; null if the read was ingested. */
  readonly pushedBy: string | null;
  /** Time of storage, RFC 3339, UTC: a camera may push what it captured days ago. */
  readonly takenAt: string;
}

/** Reads as the store's owner, since partners never see these columns. */
export const findImages = (reads: pg.Pool, ids: readonly string[], from: Date) =>
  findRows<ReadImages>(
    reads,
    `SELECT read_id AS "readId", source_type AS "sourceType", encode(plate_image_sha256, 'hex') AS "plateImageSha256",
       encode(context_image_sha256, 'hex') AS "contextImageSha256", pushed_by AS "pushedBy",
       to_char(taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "takenAt"
     FROM read WHERE captured_at >= $2 AND read_id = ANY ($1::uuid[]) ORDER BY captured_at, read_id`,
    [ids, from],
  );

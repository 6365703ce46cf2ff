/** Finds the asker's own release, of which a case file is made. */
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Queryable } from '../../database/queryable.ts';
import { DETAILS_OF, onDays } from '../../projections/search-store.ts';

export interface OwnRelease {
  /** The index of its log entry. */
  readonly index: number;
  readonly records: number;
  readonly caseNumber: string | null;
  readonly officerId: string | null;
}

/** Days for which an answer is kept, and the day on which it was given. */
const KEPT_DAYS = 2;

/** INVARIANT: whose a release is, is said here as in `read-back.ts`: by client, and of a person by that person. */
export async function findOwnRelease(
  db: Queryable,
  { agencyId, clientId, issuer, personId }: Subject,
  releaseId: string,
): Promise<OwnRelease | null> {
  const { rows } = await db.query<OwnRelease>(
    `SELECT d.index, (t.asker_detail::jsonb ->> 'records')::integer AS records, d.officer_id AS "officerId",
       t.asker_detail::jsonb #>> '{purpose,caseNumber}' AS "caseNumber"
     FROM audit_search d JOIN ${DETAILS_OF}
     WHERE d.release_id = $1 AND d.agency_id = $2 AND d.kind = 'release' AND ${onDays(`>= current_date - ${KEPT_DAYS}`)}
       AND t.owner_detail::json #>> '{input,subject,issuer}' = $3
       AND t.owner_detail::json #>> '{input,subject,clientId}' = $4
       AND t.owner_detail::json #>> '{input,subject,personId}' IS NOT DISTINCT FROM $5`,
    [releaseId, agencyId, issuer, clientId, personId],
  );
  const [row] = rows;
  return row === undefined ? null : { ...row, index: Number(row.index) };
}

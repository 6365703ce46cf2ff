/** Finds an agency's permitted queries in the log's details, about which its records office is asked. */

import type { WhoAsked } from '../../../sharing-rules/records/may-answer.ts';
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { findKeptEntries } from '../../audit/kept/kept-entries-store.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import type { Queryable } from '../../database/queryable.ts';
import { searchRowOf } from '../../projections/search-row.ts';
import { DETAILS_OF, utcDayOf } from '../../projections/search-store.ts';
import { isPermittedOnce, PERMITTED_ONCE } from '../reports/sample-store.ts';

/** A month in UTC; `to` is exclusive. */
interface Month {
  readonly from: Date;
  readonly to: Date;
}

export interface ReleasedQuery {
  readonly index: number;
  readonly at: Date;
  readonly officerId: string | null;
  readonly query: Query;
  readonly asked: WhoAsked;
}

const OF_MONTH = `
  WHERE d.day >= ${utcDayOf('$1')} AND d.day < ${utcDayOf('$2')} AND d.agency_id = $3 AND ${PERMITTED_ONCE}`;

/** Finds the next releases of the month, in the order of the log. */
export async function findReleasedQueries(
  db: Queryable,
  { from, to }: Month,
  agencyId: number,
  page: { readonly after: number; readonly limit: number },
): Promise<ReleasedQuery[]> {
  const { rows } = await db.query(
    `SELECT d.index, d.at, d.officer_id AS "officerId", t.owner_detail AS owner
     FROM audit_search d JOIN ${DETAILS_OF} ${OF_MONTH}
       AND t.day BETWEEN ${utcDayOf('$1')} AND ${utcDayOf('$2')} AND d.index > $4 ORDER BY d.index LIMIT $5`,
    [from, to, agencyId, page.after, page.limit],
  );
  return rows.flatMap(({ at, index, officerId, owner }) =>
    releasedOf({ index: Number(index), at, officerId }, owner),
  );
}

/** Requests the checks of all of them; earlier requests keep their time. */
export async function requestChecks(db: Queryable, { from, to }: Month, agencyId: number): Promise<void> {
  await db.query(
    `INSERT INTO records_check AS c (index, agency_id, month, requested_at)
     SELECT d.index, d.agency_id, ${utcDayOf('$1')}, statement_timestamp() FROM audit_search d ${OF_MONTH}
     ON CONFLICT (index) DO UPDATE SET requested_at = excluded.requested_at WHERE c.requested_at IS NULL`,
    [from, to, agencyId],
  );
}

/** Finds first pages of releases to the agency, and first entries of its standing queries, by index. */
export async function findReleasedAt(
  db: Queryable,
  agencyId: number,
  indices: readonly number[],
): Promise<ReadonlyMap<number, ReleasedQuery>> {
  const found = (await findKeptEntries(db, indices)).flatMap((entry) => {
    const row = searchRowOf(entry);
    if (entry.kept === null || row?.agencyId !== agencyId || !isPermittedOnce(row)) return [];
    const { at, index, officerId } = row;
    return releasedOf({ index, at: new Date(at), officerId }, entry.kept.owner.detail);
  });
  return new Map(found.map((one) => [one.index, one]));
}

/** Returns nothing for an altered detail: there is nothing to compare with. */
function releasedOf(row: Pick<ReleasedQuery, 'at' | 'index' | 'officerId'>, owner: string): ReleasedQuery[] {
  const { input } = parseDetail(owner) as {
    readonly input?: Pick<DecisionInput, 'query'> & { readonly subject: WhoAsked };
  };
  if (input?.query === undefined) return [];
  const { clientId, issuer, personId } = input.subject;
  const { onBehalfOf } = input.query;
  return [
    { ...row, query: input.query, asked: { clientId, issuer, personId, ...(onBehalfOf && { onBehalfOf }) } },
  ];
}

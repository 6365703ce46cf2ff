/** Rows of agencies that are listed by ascending id, page by page: clients, persons, officers. */
import type { QueryResultRow } from 'pg';
import { findRows, type Queryable } from '../database/queryable.ts';

export interface ListedFilter<Status extends string> {
  readonly agencyId?: number;
  readonly status?: Status;
  /** Id of the last one of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/** A SELECT with the columns `id` and `agency_id`. */
export interface Listed {
  readonly select: string;
  /** The name by which the statement calls the table. */
  readonly table: string;
  readonly idType: 'bigint' | 'uuid';
  readonly status: string;
}

export async function findListed<Row extends QueryResultRow, Status extends string>(
  db: Queryable,
  { idType, select, status, table }: Listed,
  { after, agencyId, limit, status: wanted }: ListedFilter<Status>,
): Promise<Row[]> {
  return findRows<Row>(
    db,
    `${select}
     WHERE ($1::bigint IS NULL OR ${table}.agency_id = $1) AND ($2::text IS NULL OR ${status} = $2)
       AND ($3::${idType} IS NULL OR ${table}.id > $3)
     ORDER BY ${table}.id LIMIT $4`,
    [agencyId ?? null, wanted ?? null, after ?? null, limit],
  );
}

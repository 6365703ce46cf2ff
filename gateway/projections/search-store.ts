/** Writes and reads the rows by which auditors search; functions of the database add to their end alone. */
import { findColumn, findRows, type Queryable } from '../database/queryable.ts';
import type { SearchRow } from './search-row.ts';

/** A part of the log: `from` inclusive, `to` exclusive. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** Describes the next part. Its rows are added only if every entry in it matches its commitment. */
export interface NextPart extends Part {
  readonly added: boolean;
}

/** Makes the rows of the next part in the database. Resolves to null if there is none, or another session is at it. */
export async function addNextRows(db: Queryable, most: number): Promise<NextPart | null> {
  const { rows } = await db.query<NextPart>({
    name: 'project-search',
    text: 'SELECT first AS "from", next AS "to", added FROM project_search($1)',
    values: [most],
  });
  const next = rows[0] as NextPart;
  return next.from === next.to ? null : next;
}

/**
 * Adds the rows of a part, without those of days whose details were erased, and moves on with them. Resolves to false
 * if another session did so before.
 */
export async function addSearchRows(
  db: Queryable,
  { from, to }: Part,
  rows: readonly SearchRow[],
): Promise<boolean> {
  const days = [...new Set(rows.map(({ day }) => day))];
  const { rows: done } = await db.query('SELECT add_search_rows($1, $2, $3::date[], $4::json) AS added', [
    ...[from, to, days, JSON.stringify(rows)],
  ]);
  return done[0].added;
}

/** Joins, as `t`, the details of rows `d`. */
export const DETAILS_OF = 'audit_detail t ON t.day = d.day AND t.index = d.index';

/** Limits the days of both, e.g. `>= current_date`: the planner opens no others, and infers none from the join. */
export const onDays = (condition: string) => `d.day ${condition} AND t.day ${condition}`;

/**
 * Returns the UTC day of a parameter that is a time. The planner knows its value, and leaves out the partitions of other
 * days; a plain `::date` depends on the session, so it plans for all of them.
 */
export const utcDayOf = (parameter: string) => `(${parameter}::timestamptz AT TIME ZONE 'UTC')::date`;

const ROWS = `
  SELECT index, to_char(day, 'YYYY-MM-DD') AS day, at, kind, effect, agency_id AS "agencyId", officer_id AS "officerId",
    named_officer_id AS "namedOfficerId", purpose, reason_codes AS "reasonCodes", encode(plate_hmac, 'base64') AS plate,
    ARRAY(SELECT encode(code, 'base64') FROM unnest(released_plates) code) AS "releasedPlates",
    release_id AS "releaseId", question, altered
  FROM audit_search`;

/** Returns all rows of these entries, also those under another day than the entry's. */
export const findSearchRows = async (db: Queryable, indices: readonly number[]) =>
  (await findRows(db, `${ROWS} WHERE index = ANY ($1::bigint[]) ORDER BY index, day`, [indices])).map(toRow);

/** Returns all rows from one log index to another; it counts nothing that is beyond the projection's end. */
export const findSearchRowsOf = async (db: Queryable, { from, to }: Part) =>
  (await findRows(db, `${ROWS} WHERE index >= $1 AND index < $2 ORDER BY index, day`, [from, to])).map(toRow);

/** Returns the entries of rows beyond the projection's end, which no follower has added. */
export async function findBeyond(db: Queryable): Promise<number[]> {
  // One statement sees both as they were at one moment.
  const { rows } = await db.query<{ index: number }>(
    `SELECT s.index FROM audit_search s WHERE s.index >= (SELECT size FROM projection WHERE name = 'search')
     ORDER BY s.index LIMIT 100`,
  );
  return rows.map(({ index }) => index);
}

/** Leaves the members in their order: the rows are hashed. */
function toRow(row: Record<string, unknown>): SearchRow {
  return { ...row, at: (row.at as Date).toISOString() } as unknown as SearchRow;
}

/** Returns those of these days whose details are kept, or must be: no policy erases the details of the last year. */
export const findKeptDays = async (db: Queryable, days: readonly string[]) =>
  new Set(
    await findColumn<string>(
      db,
      `SELECT day FROM unnest($1::text[]) day
     WHERE day::date >= current_date - 365 OR to_regclass('audit_detail_' || replace(day, '-', '')) IS NOT NULL`,
      [days],
    ),
  );

/** Finds entries, from one on, that contradicted the log when they were read. */
export const findAlteredSince = (db: Queryable, from: number) =>
  findColumn<number>(
    db,
    'SELECT index FROM audit_search WHERE altered AND index >= $1 ORDER BY index LIMIT 100',
    [from],
  );

export async function emptySearch(db: Queryable): Promise<void> {
  await db.query('SELECT rebuild_search()');
}

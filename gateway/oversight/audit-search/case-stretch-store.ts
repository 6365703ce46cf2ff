/**
 * Bounds what a search by case number reads at a time. Only the details' texts contain the number, as an
 * index would cost every release a write; the log's indices have no gap, so a count bounds the work.
 */
import { type Queryable, readValue } from '../../database/queryable.ts';
import { narrowed } from './audit-entries-store.ts';
import type { AuditFilter } from './audit-filter.ts';
import { type Days, stretchesBack } from './days-of-log.ts';

/** Number of entries read at a time: about a second of reading. */
export const LOOKED_THROUGH = 50_000;

/** A range of log indices, both inclusive. */
export interface Bounds {
  readonly first: number;
  readonly last: number;
}

/** Finds the range of entries with details on the days, below `before` if given; null if there are none. */
export async function findBounds(
  db: Queryable,
  { first, last }: Days,
  before?: number,
): Promise<Bounds | null> {
  const { rows } = await db.query(
    `SELECT min(index) AS first, max(index) AS last FROM audit_detail
     WHERE day BETWEEN $1::date AND $2::date AND ($3::bigint IS NULL OR index < $3)`,
    [first, last, before ?? null],
  );
  const { first: lowest, last: highest } = rows[0];
  return lowest === null ? null : { first: Number(lowest), last: Number(highest) };
}

/** The part of the log that one page looks through. */
export interface CaseStretch {
  readonly fromIndex: number;
  readonly within: Days;
  /** True if the filter's days go further back. */
  readonly goesOn: boolean;
}

/**
 * Finds the newest part that may hold what is searched for; null if the filter's days have no entries.
 * @param most entries of the part
 */
export async function findCaseStretch(
  db: Queryable,
  filter: AuditFilter,
  days: Days,
  { before, most = LOOKED_THROUGH }: { readonly before?: number | undefined; readonly most?: number } = {},
): Promise<CaseStretch | null> {
  const asked = narrowed(days, filter);
  for (const stretch of stretchesBack(asked)) {
    const bounds = await findBounds(db, stretch, before);
    if (bounds === null) continue;
    const fromIndex = Math.max(0, bounds.last + 1 - most);
    const day = await findDayOf(db, fromIndex);
    const within = narrowed({ first: day, last: stretch.last }, filter);
    return { fromIndex, within, goesOn: fromIndex > 0 && day >= asked.first };
  }
  return null;
}

const findDayOf = (db: Queryable, index: number) =>
  readValue<string>(
    db,
    `SELECT substr(entry::json ->> 'minute', 1, 10) AS day FROM log_entry WHERE index = $1`,
    [index],
  );

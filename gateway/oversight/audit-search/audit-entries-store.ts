/** Finds entries of the log with their details, as long as these are kept. */

import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { findKeptEntries } from '../../audit/kept/kept-entries-store.ts';
import { findRow, type Queryable } from '../../database/queryable.ts';
import { searchRowOf } from '../../projections/search-row.ts';
import type { AuditFilter } from './audit-filter.ts';
import {
  entriesStatement,
  newestStatement,
  oldestStatement,
  type Place,
  type Statement,
} from './audit-statements-store.ts';
import { type Days, stretchesBack } from './days-of-log.ts';
import type { PlateWas } from './plate-was.ts';

/** Holds the columns that lists show beside the public entry. */
export interface Listed {
  readonly at: Date;
  readonly officerId: string | null;
  readonly purpose: string | null;
  readonly reasonCodes: readonly string[];
  readonly releaseId: string | null;
}

/** The officer who asked, as the gateway has enrolled them. */
export interface EnrolledOfficer {
  /** The officer's id as the agency gives it. */
  readonly reference: string;
  readonly name: string;
}

/** The exact texts of a detail: anyone who holds them can check the entry's commitment. */
export interface KeptDetail extends Listed {
  readonly asker: { readonly salt: Buffer; readonly detail: string };
  readonly owner: { readonly salt: Buffer; readonly detail: string };
}

export interface ListedEntry {
  readonly index: number;
  /** The public entry, as canonical JSON. */
  readonly entry: string;
  readonly leafHash: Buffer;
  /** Day of the details, `YYYY-MM-DD`: another day than that of the entry's minute means a false row. */
  readonly day?: string;
  /** Null if it was erased. */
  readonly kept: Listed | null;
  /** Present if a plate was searched for: tells if it was asked for, or only left with a release. */
  readonly plateWas?: PlateWas;
}

export interface AuditEntry extends ListedEntry {
  readonly kept: KeptDetail | null;
}

/** An entry of a list whose reader asked for what the entries say. */
export interface SayingEntry extends AuditEntry {
  readonly officer: EnrolledOfficer | null;
}

export interface NewestPage {
  readonly before?: number;
  readonly limit: number;
  /** The days that the log has, or fewer. */
  readonly within: Days;
}

/** Finds the newest entries first, without the texts of their details. */
export async function findNewestEntries(
  db: Queryable,
  filter: AuditFilter,
  page: NewestPage,
): Promise<ListedEntry[]> {
  return (await newestRows(db, filter, { ...page, whole: false })).map(toListed);
}

/** Finds the same entries with the texts of their details and the officer's name. */
export async function findNewestWhole(
  db: Queryable,
  filter: AuditFilter,
  page: NewestPage,
): Promise<SayingEntry[]> {
  return (await newestRows(db, filter, { ...page, whole: true })).map((row) => ({
    ...toEntry(row),
    officer:
      row.officer_reference === null
        ? null
        : { reference: row.officer_reference as string, name: row.officer_name as string },
  }));
}

async function newestRows(
  db: Queryable,
  filter: AuditFilter,
  { limit, whole, within, ...page }: NewestPage & { readonly whole: boolean },
): Promise<Record<string, unknown>[]> {
  const found: Place[] = [];
  const allDays = narrowed(within, filter);
  for (const days of stretchesBack(allDays, { fewest: 32, growth: 16 })) {
    // Where the newest days did not fill the page, all that narrows the search is rare. Of nothing it is every entry.
    const isSparse = filter.reason !== undefined && days.last !== allDays.last;
    const left = { ...page, isSparse, limit: limit - found.length };
    found.push(...(await findPlaces(db, newestStatement(filter, days, left))));
    if (found.length === limit) break;
  }
  return findEntriesAt(db, found, whole);
}

/** Finds the oldest entries first, on the given days, within a log of `size` entries. */
export async function findOldestEntries(
  db: Queryable,
  filter: AuditFilter,
  days: Days,
  page: { readonly after: number; readonly size: number; readonly limit: number },
): Promise<AuditEntry[]> {
  const found = await findPlaces(db, oldestStatement(filter, days, page));
  return (await findEntriesAt(db, found, true)).map(toEntry);
}

async function findPlaces(db: Queryable, { text, values }: Statement): Promise<Place[]> {
  return (await db.query<Place & Record<string, unknown>>(text, [...values])).rows;
}

/** A statement of its own: to plan for days on which nothing was found costs more than all the rest. */
async function findEntriesAt(
  db: Queryable,
  places: readonly Place[],
  whole: boolean,
): Promise<Record<string, unknown>[]> {
  if (places.length === 0) return [];
  const { text, values } = entriesStatement(places, whole);
  return (await db.query(text, [...values])).rows;
}

/** Finds the first and last day with entries (below `before` if given); null if there are none. */
export const findDaysOfLog = (db: Queryable, before?: number) =>
  findRow<Days>(
    db,
    `SELECT substr(f.entry::json ->> 'minute', 1, 10) AS first, substr(l.entry::json ->> 'minute', 1, 10) AS last
     FROM (SELECT entry FROM log_entry ORDER BY index LIMIT 1) f,
       (SELECT entry FROM log_entry WHERE $1::bigint IS NULL OR index < $1 ORDER BY index DESC LIMIT 1) l`,
    [before ?? null],
  );

/** Returns those of the days that the filter's times allow. */
export function narrowed({ first, last }: Days, { from, to }: AuditFilter): Days {
  const begin = from === undefined ? first : utcDay(from);
  const end = to === undefined ? last : utcDay(to - 1);
  return { first: begin > first ? begin : first, last: end < last ? end : last };
}

/** Finds one entry, with its details if they are kept; null beyond the log's end. */
export async function findAuditEntry(db: Queryable, index: number): Promise<AuditEntry | null> {
  const [found] = await findKeptEntries(db, [index]);
  if (found === undefined) return null;
  const { kept, leafHash, text: entry } = found;
  const row = searchRowOf(found);
  return {
    ...{ index, entry, leafHash },
    kept: kept === null || row === null ? null : { ...row, ...kept, at: new Date(row.at) },
  };
}

function toListed(row: Record<string, unknown>): ListedEntry {
  return {
    index: row.index as number,
    entry: row.entry as string,
    leafHash: row.leaf_hash as Buffer,
    ...(row.day === undefined ? {} : { day: row.day as string }),
    kept: {
      at: row.at as Date,
      officerId: row.officer_id as string | null,
      purpose: row.purpose as string | null,
      reasonCodes: row.reason_codes as string[],
      releaseId: row.release_id as string | null,
    },
    ...(row.plate_was === null ? {} : { plateWas: row.plate_was as PlateWas }),
  };
}

function toEntry(row: Record<string, unknown>): AuditEntry {
  const { asker_detail, asker_salt, owner_detail, owner_salt } = row;
  const { kept, ...listed } = toListed(row);
  if ((asker_detail ?? null) === null) return { ...listed, kept: null };
  return {
    ...listed,
    kept: {
      ...(kept as Listed),
      asker: { salt: asker_salt as Buffer, detail: asker_detail as string },
      owner: { salt: owner_salt as Buffer, detail: owner_detail as string },
    },
  };
}

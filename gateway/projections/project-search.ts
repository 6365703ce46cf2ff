/** Makes the rows by which auditors search, and holds each entry against the log as it reads it. */
import { findKeptEntries } from '../audit/kept/kept-entries-store.ts';
import type { Queryable } from '../database/queryable.ts';
import { type SearchRow, searchRowOf } from './search-row.ts';
import type { Part } from './search-store.ts';

/** Makes the rows of a part from the log and its details. An entry that is missing from the log has none. */
export async function searchRowsOf(db: Queryable, { from, to }: Part): Promise<SearchRow[]> {
  // The one before tells the day of an entry whose text was altered, wherever the part begins.
  const first = Math.max(from - 1, 0);
  const indices = Array.from({ length: to - first }, (_, i) => first + i);
  const rows: SearchRow[] = [];
  for (const entry of await findKeptEntries(db, indices)) {
    const row = searchRowOf(entry, rows.at(-1)?.day);
    if (row !== null) rows.push(row);
  }
  return rows.filter(({ index }) => index >= from);
}

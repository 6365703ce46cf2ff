/** Counts the public entries of the log by month, kind and agency, from their public text alone. */
import type { Queryable } from '../../database/queryable.ts';

/** The number of entries of one kind, about one agency, in one month. */
export interface EntryCount {
  /** `YYYY-MM`, as each entry's own minute says. */
  readonly month: string;
  readonly kind: string;
  /** An ORI; null if it is about no agency. */
  readonly agency: string | null;
  readonly entries: number;
}

/** Number of entries that one statement reads: well below the time limit of the auditors' connections. */
const AT_ONCE = 100_000;

/** The LIKE pattern skips other years before anything is parsed: canonical JSON has no blank anywhere. */
const COUNTED = `
  SELECT left(e.j ->> 'minute', 7) AS month, e.j ->> 'kind' AS kind, e.j ->> 'agency' AS agency, count(*)::bigint AS entries
  FROM (SELECT l.entry::json AS j FROM log_entry l WHERE l.index >= $1 AND l.index < $2
    AND l.entry LIKE '%"minute":"' || $3 || '-%') e
  WHERE e.j ->> 'minute' < $4 GROUP BY 1, 2, 3`;

/** @param size counts the entries below this index @param before counts the minutes below this text */
export async function countPublicEntries(
  db: Queryable,
  { before, size, year }: { readonly before: string; readonly size: number; readonly year: number },
): Promise<EntryCount[]> {
  const counts = new Map<string, EntryCount>();
  for (let from = 0; from < size; from += AT_ONCE) {
    const to = Math.min(size, from + AT_ONCE);
    const { rows } = await db.query<EntryCount>(COUNTED, [from, to, String(year), before]);
    for (const row of rows) {
      const key = `${row.month} ${row.kind} ${row.agency ?? ''}`;
      counts.set(key, { ...row, entries: row.entries + (counts.get(key)?.entries ?? 0) });
    }
  }
  // By code units, as everybody's program can sort them.
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count);
}

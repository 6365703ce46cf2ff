/** Counts what the gateway has already reported of an agency, and through whom. */
import type { Queryable } from '../../database/queryable.ts';
import { MOST_NAMED } from './misuse-reports-store.ts';

/** The one who asked: the officer (a hash, as the search keeps it) who signed in, or else the client. */
export type Asker = { readonly officer: string } | { readonly clientId: string };

/** Returns the key under which reports of a kind on one officer, or through one asker, are counted. */
export function countedAs(kind: string, of: Asker | { readonly officerId: string }): string {
  return JSON.stringify([kind, of]);
}

export interface FoundReports {
  /** The patterns already reported, in hexadecimal; true if the report is open and full of entries. */
  readonly known: ReadonlyMap<string, boolean>;
  /** Number of reports that the gateway opened on the agency since then, by `countedAs`. */
  readonly reports: readonly (readonly [of: string, reports: number])[];
}

const KNOWN = `
  SELECT encode(pattern, 'hex') AS pattern, state <> 'closed' AND cardinality(entries) >= ${MOST_NAMED} AS full
  FROM misuse_report WHERE pattern = ANY ($1)`;

/** A report's last entry tells through whom it came; activity is kept for longer than a week. */
const OPENED = `
  SELECT m.kind, m.officer_id AS "officerId", encode(a.officer, 'hex') AS officer, a.client_id AS "clientId"
  FROM misuse_report m LEFT JOIN query_activity a
    ON a.agency_id = m.agency_id AND a.index = m.entries[cardinality(m.entries)]
  WHERE m.agency_id = $1 AND m.opened_at > $2 AND m.opened_by IS NULL`;

/** Counts them since a time. @param asked with the SHA-256 of each pattern */
export async function countFoundReports(
  db: Queryable,
  asked: { readonly agencyId: number; readonly since: Date; readonly patterns: readonly Buffer[] },
): Promise<FoundReports> {
  const known = await db.query<{ pattern: string; full: boolean }>(KNOWN, [asked.patterns]);
  const opened = await db.query(OPENED, [asked.agencyId, asked.since]);
  const counts = new Map<string, number>();
  for (const { clientId, kind, officer, officerId } of opened.rows) {
    for (const whose of [{ officerId }, { officer }, { clientId }]) {
      if (Object.values(whose)[0] === null) continue;
      const key = countedAs(kind, whose);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return { known: new Map(known.rows.map(({ full, pattern }) => [pattern, full])), reports: [...counts] };
}

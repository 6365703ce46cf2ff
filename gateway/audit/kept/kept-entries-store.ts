/** Finds entries of the log with all that is kept of them: details, and the columns that auditors search. */
import type { Queryable } from '../../database/queryable.ts';
import type { PublicEntry, SaltedDetail } from '../log-entry.ts';

/** The columns beside the details, for searches. */
export interface KeptColumns {
  readonly at: Date;
  readonly kind: string;
  readonly effect: string | null;
  readonly agencyId: number | null;
  readonly officerId: string | null;
  readonly namedOfficerId: string | null;
  readonly purpose: string | null;
  readonly reasonCodes: readonly string[];
  readonly releaseId: string | null;
}

export interface KeptEntry {
  /** Log index. */
  readonly index: number;
  /** The public entry: canonical JSON. */
  readonly text: string;
  readonly said: PublicEntry;
  readonly leafHash: Buffer;
  /** The agency that the public entry names; null where it names none. */
  readonly agencyId: number | null;
  /** Null where the details are gone. */
  readonly kept: {
    readonly asker: SaltedDetail;
    readonly owner: SaltedDetail;
    /** Null if only the details were passed on. */
    readonly columns: KeptColumns | null;
  } | null;
}

/**
 * Skips rows of `audit_detail`, as `d`, under another day than their entry, as `e`, names: the gateway's
 * login can add one beside the genuine row, and what is shown would not be what is checked against the
 * commitment. A canonical entry ends with its minute and version.
 */
export const OF_ITS_DAY = "left(right(e.entry, 25), 10) = to_char(d.day, 'YYYY-MM-DD')";

const ENTRIES = `
  SELECT e.index, e.entry AS text, e.leaf_hash AS "leafHash",
    (SELECT o.agency_id FROM agency_ori o WHERE o.ori = e.entry::json ->> 'agency') AS "agencyId"
  FROM log_entry e WHERE e.index = ANY ($1::bigint[]) ORDER BY e.index`;

/** Each entry's minute tells its day and so its partition; the first and last day limit what is opened. */
const DETAILS = `
  SELECT d.* FROM unnest($1::date[], $2::bigint[]) AS at (day, index)
  JOIN audit_detail d ON d.day = at.day AND d.index = at.index AND d.day BETWEEN $3::date AND $4::date`;

/** Returns entries in the order of the log. @param indices those beyond its end are skipped */
export async function findKeptEntries(db: Queryable, indices: readonly number[]): Promise<KeptEntry[]> {
  if (indices.length === 0) return [];
  const { rows } = await db.query(ENTRIES, [indices]);
  const entries = rows.map((row) => ({
    ...(row as Pick<KeptEntry, 'text' | 'leafHash' | 'agencyId'>),
    index: Number(row.index),
    said: JSON.parse(row.text) as PublicEntry,
  }));
  const kept = await findDetails(db, entries);
  return entries.map((entry) => ({ ...entry, kept: kept.get(entry.index) ?? null }));
}

async function findDetails(
  db: Queryable,
  entries: readonly Pick<KeptEntry, 'index' | 'said'>[],
): Promise<Map<number, KeptEntry['kept']>> {
  const days = entries.map(({ said }) => said.minute.slice(0, 10));
  const sorted = days.toSorted();
  const values = [days, entries.map(({ index }) => index), sorted[0] ?? null, sorted.at(-1) ?? null];
  const { rows } = await db.query(DETAILS, values);
  return new Map(
    rows.map((row) => [
      Number(row.index),
      {
        asker: { salt: row.asker_salt, detail: row.asker_detail },
        owner: { salt: row.owner_salt, detail: row.owner_detail },
        columns: {
          ...{ at: row.at, kind: row.kind, effect: row.effect, purpose: row.purpose },
          ...{ agencyId: row.agency_id, officerId: row.officer_id, namedOfficerId: row.named_officer_id },
          ...{ reasonCodes: row.reason_codes, releaseId: row.release_id },
        },
      },
    ]),
  );
}

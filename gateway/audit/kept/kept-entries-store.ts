/** Finds entries of the log with all that is kept of them. */
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { PublicEntry, SaltedDetail } from '../log-entry.ts';
import type { SearchedBy } from '../searched-by.ts';
import { parseDetail } from './parse-detail.ts';

/** The columns beside the details. */
export interface KeptColumns {
  readonly at: Date;
  readonly kind: string;
  /** What the version before wrote in columns, to which its details do not commit. */
  readonly before: SearchedBy;
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
  SELECT index, entry AS text, leaf_hash AS "leafHash" FROM log_entry WHERE index = ANY ($1::bigint[]) ORDER BY index`;

/** Each entry's minute tells its day and so its partition; the first and last day limit what is opened. */
const DETAILS = `
  SELECT d.* FROM unnest($1::date[], $2::bigint[]) AS at (day, index)
  JOIN audit_detail d ON d.day = at.day AND d.index = at.index AND d.day BETWEEN $3::date AND $4::date`;

/** Returns entries in the order of the log. @param indices those beyond its end are skipped */
export async function findKeptEntries(db: Queryable, indices: readonly number[]): Promise<KeptEntry[]> {
  if (indices.length === 0) return [];
  const { rows } = await db.query(ENTRIES, [indices]);
  const entries = rows.map((row) => ({
    ...(row as Pick<KeptEntry, 'text' | 'leafHash'>),
    index: Number(row.index),
    said: parseEntry(row.text),
  }));
  const agencies = await findAgencies(db, entries);
  const kept = await findDetails(db, entries);
  return entries.map((entry) => ({
    ...entry,
    agencyId: agencies.get(entry.said.agency) ?? null,
    kept: kept.get(entry.index) ?? null,
  }));
}

/** Text that somebody has altered may say nothing at all. */
function parseEntry(text: string): PublicEntry {
  const nothing = { agency: null, commitment: '', effect: null, epoch: 0, grant: null, kind: '', minute: '' };
  return { ...nothing, ...parseDetail(text) };
}

/** Returns the UTC day of an entry's minute; null if it names none. */
export function dayOf({ minute }: Pick<PublicEntry, 'minute'>): string | null {
  const time = Date.parse(minute);
  const day = String(minute).slice(0, 10);
  return day > '1' && !Number.isNaN(time) && utcDay(time) === day ? day : null;
}

type Said = Pick<KeptEntry, 'index' | 'said'>;

async function findAgencies(
  db: Queryable,
  entries: readonly Said[],
): Promise<ReadonlyMap<string | null, number>> {
  const oris = new Set(entries.flatMap(({ said: { agency } }) => (typeof agency === 'string' ? agency : [])));
  if (oris.size === 0) return new Map();
  const { rows } = await db.query<{ ori: string; id: number }>(
    'SELECT ori, agency_id AS id FROM agency_ori WHERE ori = ANY ($1)',
    [[...oris]],
  );
  return new Map(rows.map(({ id, ori }) => [ori, id]));
}

async function findDetails(
  db: Queryable,
  entries: readonly Said[],
): Promise<ReadonlyMap<number, KeptEntry['kept']>> {
  const dated = entries.flatMap(({ index, said }) => {
    const day = dayOf(said);
    return day === null ? [] : [{ index, day }];
  });
  const days = dated.map(({ day }) => day);
  const sorted = days.toSorted();
  const values = [days, dated.map(({ index }) => index), sorted[0] ?? null, sorted.at(-1) ?? null];
  const { rows } = await db.query(DETAILS, values);
  return new Map(
    rows.map((row) => [
      Number(row.index),
      {
        asker: { salt: row.asker_salt, detail: row.asker_detail },
        owner: { salt: row.owner_salt, detail: row.owner_detail },
        columns: { at: row.at, kind: row.kind, before: beforeOf(row) },
      },
    ]),
  );
}

function beforeOf(row: Record<string, unknown>): SearchedBy {
  const { named_officer_id: namedOfficerId, officer_id: officerId, plate_hmac: plate, purpose } = row;
  const { release_id: releaseId, released_plates: releasedPlates } = row;
  return {
    ...({ namedOfficerId, officerId, purpose, releaseId } as SearchedBy),
    ...(plate === null ? {} : { plate: (plate as Buffer).toString('base64') }),
    releasedPlates: ((releasedPlates ?? []) as Buffer[]).map((code) => code.toString('base64')),
  };
}

/** Finds entries of the log with all that is kept of them. */
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { findMap, type Queryable } from '../../database/queryable.ts';
import type { PublicEntry, SaltedDetail } from '../log-entry.ts';
import type { SearchedBy } from '../searched-by.ts';
import { parseDetail } from './parse-detail.ts';

export interface KeptColumns {
  readonly at: Date;
  readonly kind: string;
  /** Search terms that the previous version wrote in columns only; its details do not commit to them. */
  readonly before: SearchedBy;
}

export interface KeptEntry {
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

const ENTRIES = `
  SELECT index, entry AS text, leaf_hash AS "leafHash" FROM log_entry WHERE index = ANY ($1::bigint[]) ORDER BY index`;

/** Each entry's minute tells its day and so its partition: no other is opened. */
const DETAILS = `
  SELECT d.index, d.at, d.kind, d.asker_salt, d.asker_detail, d.owner_salt, d.owner_detail, d.officer_id,
    d.named_officer_id, d.purpose, d.plate_hmac, d.release_id, d.released_plates
  FROM unnest($1::date[], $2::bigint[]) AS at (day, index)
  JOIN audit_detail d ON d.day = at.day AND d.index = at.index AND d.day = ANY ($3::date[])`;

/** Returns entries in the order of the log. @param indices those beyond its end are skipped */
export async function findKeptEntries(db: Queryable, indices: readonly number[]): Promise<KeptEntry[]> {
  if (indices.length === 0) return [];
  const { rows } = await db.query(ENTRIES, [indices]);
  const entries = rows.map(({ index, leafHash, text }) => ({
    index: Number(index),
    text: text as string,
    said: parseEntry(text),
    leafHash: leafHash as Buffer,
  }));
  const agencies = await findAgencies(db, entries);
  const kept = await findDetails(db, entries);
  return entries.map(({ index, leafHash, said, text }) => ({
    index,
    text,
    said,
    leafHash,
    agencyId: agencies.get(said.agency) ?? null,
    kept: kept.get(index) ?? null,
  }));
}

const NOTHING = { agency: null, commitment: '', effect: null, epoch: 0, grant: null, kind: '', minute: '' };
const MEMBERS = Object.keys(NOTHING);

/** Text that somebody has altered may say nothing at all. */
function parseEntry(text: string): PublicEntry {
  const said = parseDetail(text);
  return (MEMBERS.every((name) => said[name] !== undefined)
    ? said
    : { ...NOTHING, ...said }) as unknown as PublicEntry;
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
  return findMap(db, 'SELECT ori, agency_id FROM agency_ori WHERE ori = ANY ($1)', [[...oris]]);
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
  const values = [days, dated.map(({ index }) => index), [...new Set(days)]];
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
  const codeOf = (code: unknown) => (code as Buffer).toString('base64');
  return {
    officerId: row.officer_id,
    namedOfficerId: row.named_officer_id,
    purpose: row.purpose,
    releaseId: row.release_id,
    plate: row.plate_hmac === null ? null : codeOf(row.plate_hmac),
    releasedPlates: ((row.released_plates ?? []) as Buffer[]).map(codeOf),
  } as SearchedBy;
}

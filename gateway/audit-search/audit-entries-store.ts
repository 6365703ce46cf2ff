/** Entries of the log with their details, as long as these are kept. */
import type { Queryable } from '../database/queryable.ts';
import type { AuditFilter } from './audit-filter.ts';
import {
  countStatement,
  newestStatement,
  oldestStatement,
  type Statement,
} from './audit-statements-store.ts';

/** Exact texts: whoever holds them can check the entry's commitment. */
export interface KeptDetail {
  readonly at: Date;
  readonly officerId: string | null;
  readonly purpose: string | null;
  readonly reasonCodes: readonly string[];
  readonly releaseId: string | null;
  readonly asker: { readonly salt: Buffer; readonly detail: string };
  readonly owner: { readonly salt: Buffer; readonly detail: string };
}

export interface AuditEntry {
  readonly index: number;
  /** The public entry: canonical JSON. */
  readonly entry: string;
  readonly leafHash: Buffer;
  /** Null where it was erased. */
  readonly kept: KeptDetail | null;
}

/** Newest first. */
export function findNewestEntries(
  db: Queryable,
  filter: AuditFilter,
  page: { readonly before?: number; readonly limit: number },
): Promise<AuditEntry[]> {
  return find(db, newestStatement(filter, page));
}

/** Oldest first, within a log of `size` entries. */
export function findOldestEntries(
  db: Queryable,
  filter: AuditFilter,
  page: { readonly after: number; readonly size: number; readonly limit: number },
): Promise<AuditEntry[]> {
  return find(db, oldestStatement(filter, page));
}

export async function countEntries(db: Queryable, filter: AuditFilter, size: number): Promise<number> {
  const { text, values } = countStatement(filter, size);
  const { rows } = await db.query<{ count: number }>(text, [...values]);
  return (rows[0] as { count: number }).count;
}

/** One entry, with its details if they are kept; null beyond the log's end. */
export async function findAuditEntry(db: Queryable, index: number): Promise<AuditEntry | null> {
  const found = await db.query('SELECT index, entry, leaf_hash FROM log_entry WHERE index = $1', [index]);
  const row = found.rows[0];
  if (row === undefined) return null;
  // The entry's own minute tells the day, and the day the partition.
  const day = (JSON.parse(row.entry) as { minute: string }).minute.slice(0, 10);
  const { rows } = await db.query('SELECT * FROM audit_detail WHERE day = $1 AND index = $2', [day, index]);
  return toEntry({ ...row, ...rows[0] });
}

async function find(db: Queryable, { text, values }: Statement): Promise<AuditEntry[]> {
  const { rows } = await db.query(text, [...values]);
  return rows.map(toEntry);
}

function toEntry(row: Record<string, unknown>): AuditEntry {
  const { asker_detail, asker_salt, entry, index, leaf_hash, owner_detail, owner_salt } = row;
  const kept =
    asker_detail === undefined
      ? null
      : {
          at: row.at as Date,
          officerId: row.officer_id as string | null,
          purpose: row.purpose as string | null,
          reasonCodes: row.reason_codes as string[],
          releaseId: row.release_id as string | null,
          asker: { salt: asker_salt as Buffer, detail: asker_detail as string },
          owner: { salt: owner_salt as Buffer, detail: owner_detail as string },
        };
  return { index: index as number, entry: entry as string, leafHash: leaf_hash as Buffer, kept };
}

/** Finds the entries of the log in which an agency takes part, with its own part of their details. */

import { findKeptEntries } from '../../audit/kept/kept-entries-store.ts';
import { saltedHash } from '../../audit/log-entry.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { Part } from '../../projections/search-store.ts';

export interface PartnersEntry {
  readonly index: number;
  /** The public entry: canonical JSON. */
  readonly entry: string;
  /** Binds the detail to the entry; null where the details are gone. */
  readonly asker: { readonly salt: string; readonly detail: string } | null;
  readonly ownerHash: string | null;
}

/** Dry runs about hits and lists are the gateway's own: the agency has not asked for them. */
const OF_AGENCY = `
  SELECT index FROM audit_search
  WHERE agency_id = $1 AND index >= $2 AND index < $3
    AND (kind IN ('release', 'refusal', 'review') OR kind = 'dry_run' AND question)
  ORDER BY index LIMIT $4`;

/** Returns the first entries of a part of the log, in its order. */
export async function findPartnersEntries(
  db: Queryable,
  agencyId: number,
  { from, to }: Part,
  limit: number,
): Promise<PartnersEntry[]> {
  const { rows } = await db.query<{ index: number }>(OF_AGENCY, [agencyId, from, to, limit]);
  const entries = await findKeptEntries(
    db,
    rows.map(({ index }) => Number(index)),
  );
  return entries.map(({ index, kept, text }) => ({
    index,
    entry: text,
    asker: kept && { salt: kept.asker.salt.toString('base64'), detail: kept.asker.detail },
    ownerHash: kept && saltedHash(kept.owner).toString('base64'),
  }));
}

/** A log changes its key every few years. */
const MOST_KEYS = 20;

/** Returns the newest entries about the log's keys whose details are kept, in their order. */
export async function findKeyEntries(db: Queryable): Promise<number[]> {
  const { rows } = await db.query<{ index: number }>(
    `SELECT index FROM audit_search
     WHERE kind IN ('log_key_added', 'log_key_retired') AND EXISTS (SELECT FROM audit_detail d WHERE d.index = audit_search.index)
     ORDER BY index DESC LIMIT $1`,
    [MOST_KEYS],
  );
  return rows.map(({ index }) => Number(index)).reverse();
}

/** Stores the sources of lists, and how far each has been read. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { CHANNELS } from '../../database/channels.ts';
import { findRow, findRows, findValue, type Queryable, readValue } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { Layout } from '../lists/layout.ts';

export interface Source {
  readonly id: string;
  readonly listName: string;
  /** Null for another gateway, whose entries have no layout of a file. */
  readonly layout: Layout | null;
  readonly purpose: string | null;
  /** An `https:` URL, `file:` for a watched directory, or `gateway://name/list` for a gateway's list. */
  readonly url: string;
  readonly etag: string | null;
  /** The partner whose entries these are; null: the owner's own list. */
  readonly agencyId: number | null;
  /** The other gateway's position up to which the list is here. */
  readonly since: number;
  /** The other list's newest position when the reading of it began; 0 when that is passed. */
  readonly began: number;
  /** The next version may shrink the list. */
  readonly allowShrink: boolean;
  /** When it was due, as the database writes it: a different value means that it was ordered again since. */
  readonly dueAt: string;
}

export interface SourceTerms extends Pick<Source, 'listName' | 'layout' | 'purpose' | 'url'> {
  readonly everySeconds: number;
  readonly agencyId?: number | null;
}

/** Sets a source; one with a new address is fetched from its beginning. Resolves to the source's id. */
export async function setSource(db: Queryable, terms: SourceTerms): Promise<string> {
  const { listName, layout, purpose, url, everySeconds, agencyId = null } = terms;
  return readValue(
    db,
    `INSERT INTO list_source AS s (list_name, layout, purpose, url, every, agency_id)
     VALUES ($1, $2, $3, $4, $5 * interval '1 second', $6)
     ON CONFLICT (list_name) DO UPDATE SET layout = excluded.layout, purpose = excluded.purpose, url = excluded.url,
       every = excluded.every, agency_id = excluded.agency_id, etag = NULL, next_at = clock_timestamp(),
       since = CASE WHEN s.url = excluded.url THEN s.since ELSE 0 END,
       began = CASE WHEN s.url = excluded.url THEN s.began ELSE 0 END, allow_shrink = false
     RETURNING id`,
    [listName, layout, purpose, url, everySeconds, agencyId],
  );
}

const COLUMNS = `id, list_name AS "listName", layout, purpose, url, etag, agency_id AS "agencyId", since, began,
  allow_shrink AS "allowShrink", next_at::text AS "dueAt"`;

export const findSource = (db: Queryable, id: string) =>
  findRow<Source>(db, `SELECT ${COLUMNS} FROM list_source WHERE id = $1`, [id]);

export interface SourceState {
  readonly id: string;
  readonly list: string;
  readonly layout: Layout | null;
  readonly url: string;
  readonly purpose: string | null;
  readonly partner: Ori | null;
  readonly everySeconds: number;
  readonly fetchedAt: Date | null;
  /** The time of the next fetch; a past time until a fetch has ended well. */
  readonly nextAt: Date;
  /** The fault's code of the newest fetch that was tried; null if it went well. */
  readonly fault: string | null;
  /** The time of the next try of a fetch that failed; null if there is none. */
  readonly retryAt: Date | null;
}

export const findSources = (db: Queryable) =>
  findRows<SourceState>(
    db,
    `SELECT s.id, list_name AS list, layout, url, purpose, a.ori AS partner, extract(epoch FROM every)::int AS "everySeconds",
       fetched_at AS "fetchedAt", next_at AS "nextAt", newest.fault, again.run_at AS "retryAt"
     FROM list_source s LEFT JOIN agency a ON a.id = s.agency_id
     LEFT JOIN LATERAL (SELECT CASE WHEN status = 'done' THEN NULL ELSE fault END AS fault FROM outbox o
       WHERE o.target = s.id AND (status <> 'waiting' OR fault IS NOT NULL) ORDER BY made_at DESC LIMIT 1) AS newest ON true
     LEFT JOIN outbox again ON again.kind = 'list_fetch' AND again.target = s.id AND again.status = 'waiting'
       AND again.fault IS NOT NULL
     ORDER BY list_name`,
  );

/** Resolves to the list's name; null where there is no such source. The list stays, with what it has. */
export const removeSource = (db: Queryable, id: string) =>
  findValue<string>(db, 'DELETE FROM list_source WHERE id = $1 RETURNING list_name AS name', [id]);

export interface Fetched {
  /** Null if the source gave none. */
  readonly etag: string | null;
  /** The other gateway's position, and the one at which the reading began. */
  readonly since?: number;
  readonly began?: number;
  /** True if there is more to fetch, at once. */
  readonly more?: boolean;
}

/**
 * Counts the next run from this one; an order that came while it ran is still to be done.
 * @throws GatewayError `unavailable` if the source was removed or changed: then what came is not its own
 */
export async function sourceFetched(trx: Queryable, source: Source, fetched: Fetched): Promise<void> {
  const { agencyId, dueAt, id, layout, purpose, url } = source;
  const { began = null, etag, since = null, more = false } = fetched;
  const { rowCount } = await trx.query(
    `UPDATE list_source SET since = coalesce($3, since), began = coalesce($10, began), fetched_at = clock_timestamp(),
       etag = CASE WHEN next_at = $5 THEN $2 ELSE etag END, allow_shrink = allow_shrink AND next_at <> $5,
       next_at = CASE WHEN next_at <> $5 THEN next_at WHEN $4 THEN clock_timestamp() ELSE clock_timestamp() + every END
     WHERE id = $1 AND url = $6 AND (layout, purpose, agency_id) IS NOT DISTINCT FROM ($7::text, $8::text, $9::int)`,
    [id, etag, since, more, dueAt, url, layout, purpose, agencyId, began],
  );
  if (rowCount !== 1) throw new GatewayError('unavailable', 'the source was changed while it was fetched');
}

/** Asks a source that gave a bad list again when its time comes, not at once, unless a fetch was ordered. */
export async function postponeSource(db: Queryable, { id, dueAt }: Source): Promise<void> {
  await db.query(
    `UPDATE list_source SET next_at = clock_timestamp() + every, allow_shrink = false
     WHERE id = $1 AND next_at = $2`,
    [id, dueAt],
  );
}

/** Orders a fetch now. Resolves to the job's id, or null if the list has no source. */
export const orderFetch = (db: Queryable, listName: string, allowShrink: boolean) =>
  findValue<string>(
    db,
    `WITH source AS (UPDATE list_source SET next_at = clock_timestamp(), allow_shrink = $2,
         etag = CASE WHEN $2 THEN NULL ELSE etag END WHERE list_name = $1 RETURNING id),
     made AS (INSERT INTO outbox (kind, target) SELECT 'list_fetch', id FROM source
       ON CONFLICT (kind, target) WHERE status = 'waiting' DO UPDATE SET run_at = clock_timestamp(), fault = NULL
       RETURNING id)
     SELECT id, pg_notify('${CHANNELS.outbox}', '') FROM made`,
    [listName, allowShrink],
  );

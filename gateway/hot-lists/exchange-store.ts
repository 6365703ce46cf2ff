/** Where lists come from, where they are pushed to, and where partners are told. */
import type pg from 'pg';
import type { Ori } from '../../sharing-rules/terms.ts';
import type { Layout } from './read-list.ts';

type Queryable = Pick<pg.ClientBase, 'query'>;

export interface Endpoint {
  readonly url: string;
  readonly secret: string;
  readonly agency: { readonly id: number; readonly ori: Ori };
}

export async function findEndpoint(db: Queryable, agencyId: number): Promise<Endpoint | null> {
  const { rows } = await db.query(
    'SELECT url, secret, a.id, a.ori FROM partner_endpoint JOIN agency a ON a.id = agency_id WHERE agency_id = $1',
    [agencyId],
  );
  const row = rows[0];
  return row === undefined
    ? null
    : { url: row.url, secret: row.secret, agency: { id: row.id, ori: row.ori } };
}

export async function setEndpoint(
  db: Queryable,
  agencyId: number,
  url: string,
  secret: string,
): Promise<void> {
  await db.query(
    `INSERT INTO partner_endpoint (agency_id, url, secret) VALUES ($1, $2, $3)
     ON CONFLICT (agency_id) DO UPDATE SET url = excluded.url, secret = excluded.secret, set_at = clock_timestamp()`,
    [agencyId, url, secret],
  );
}

export interface Push {
  readonly id: string;
  readonly listId: string;
  readonly agencyId: number;
  /** Up to where the partner has the list. */
  readonly position: number;
}

export async function addPush(db: Queryable, listId: string, agencyId: number): Promise<void> {
  await db.query('INSERT INTO list_push (list_id, agency_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    listId,
    agencyId,
  ]);
}

export async function findPush(db: Queryable, id: string): Promise<Push | null> {
  const { rows } = await db.query(
    'SELECT id, list_id AS "listId", agency_id AS "agencyId", position FROM list_push WHERE id = $1',
    [id],
  );
  return (rows[0] as Push | undefined) ?? null;
}

export async function advancePush(trx: Queryable, id: string, position: number): Promise<void> {
  await trx.query('UPDATE list_push SET position = greatest(position, $2) WHERE id = $1', [id, position]);
}

export interface Source {
  readonly id: string;
  readonly listName: string;
  readonly layout: Layout;
  readonly purpose: string | null;
  readonly url: string;
  readonly etag: string | null;
}

export interface SourceTerms extends Omit<Source, 'id' | 'etag'> {
  readonly everySeconds: number;
}

export async function setSource(db: Queryable, terms: SourceTerms): Promise<void> {
  const { listName, layout, purpose, url, everySeconds } = terms;
  await db.query(
    `INSERT INTO list_source (list_name, layout, purpose, url, every) VALUES ($1, $2, $3, $4, $5 * interval '1 second')
     ON CONFLICT (list_name) DO UPDATE SET layout = excluded.layout, purpose = excluded.purpose, url = excluded.url,
       every = excluded.every, etag = NULL, next_at = clock_timestamp()`,
    [listName, layout, purpose, url, everySeconds],
  );
}

export async function findSource(db: Queryable, id: string): Promise<Source | null> {
  const { rows } = await db.query(
    'SELECT id, list_name AS "listName", layout, purpose, url, etag FROM list_source WHERE id = $1',
    [id],
  );
  return (rows[0] as Source | undefined) ?? null;
}

/** The next run is counted from this one. `etag` null: the source gave none. */
export async function sourceFetched(trx: Queryable, id: string, etag: string | null): Promise<void> {
  await trx.query(
    `UPDATE list_source SET etag = $2, fetched_at = clock_timestamp(), next_at = clock_timestamp() + every WHERE id = $1`,
    [id, etag],
  );
}

/** A source that gave a bad list is asked again when its time comes, not at once. */
export async function postponeSource(db: Queryable, id: string): Promise<void> {
  await db.query('UPDATE list_source SET next_at = clock_timestamp() + every WHERE id = $1', [id]);
}

/** Orders a fetch now. Null where the list has no source. */
export async function orderFetch(db: Queryable, listName: string): Promise<string | null> {
  const { rows } = await db.query(
    `WITH source AS (UPDATE list_source SET next_at = clock_timestamp() WHERE list_name = $1 RETURNING id),
     made AS (INSERT INTO outbox (kind, target) SELECT 'list_fetch', id FROM source
       ON CONFLICT (kind, target) WHERE status = 'waiting' DO UPDATE SET run_at = clock_timestamp() RETURNING id)
     SELECT id, pg_notify('outbox', '') FROM made`,
    [listName],
  );
  return rows[0]?.id ?? null;
}

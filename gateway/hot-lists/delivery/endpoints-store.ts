/** Where partners are told, and what is pushed to them. */
import type { Ori } from '../../../sharing-rules/terms.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';

export interface Endpoint {
  readonly url: string;
  /** 32 bytes from which, with the key file, the endpoint's secret derives. */
  readonly salt: Buffer;
  readonly agency: { readonly id: number; readonly ori: Ori };
}

export async function findEndpoint(db: Queryable, agencyId: number): Promise<Endpoint | null> {
  const { rows } = await db.query(
    'SELECT url, salt, a.id, a.ori FROM partner_endpoint JOIN agency a ON a.id = agency_id WHERE agency_id = $1',
    [agencyId],
  );
  const row = rows[0];
  return row === undefined ? null : { url: row.url, salt: row.salt, agency: { id: row.id, ori: row.ori } };
}

export async function findEndpoints(db: Queryable): Promise<{ partner: Ori; url: string; setAt: Date }[]> {
  const { rows } = await db.query(
    `SELECT a.ori AS partner, url, set_at AS "setAt" FROM partner_endpoint JOIN agency a ON a.id = agency_id ORDER BY a.ori`,
  );
  return rows;
}

/** Resolves to false where the agency has one, one of another transaction included, which is waited for. */
export async function addEndpoint(
  trx: Transaction,
  agencyId: number,
  url: string,
  salt: Buffer,
): Promise<boolean> {
  const { rowCount } = await trx.query(
    'INSERT INTO partner_endpoint (agency_id, url, salt) VALUES ($1, $2, $3) ON CONFLICT (agency_id) DO NOTHING',
    [agencyId, url, salt],
  );
  return rowCount === 1;
}

export async function setEndpoint(db: Queryable, agencyId: number, url: string, salt: Buffer): Promise<void> {
  await db.query(
    `INSERT INTO partner_endpoint (agency_id, url, salt) VALUES ($1, $2, $3)
     ON CONFLICT (agency_id) DO UPDATE SET url = excluded.url, salt = excluded.salt, set_at = clock_timestamp()`,
    [agencyId, url, salt],
  );
}

export async function removeEndpoint(db: Queryable, agencyId: number): Promise<void> {
  await db.query('DELETE FROM partner_endpoint WHERE agency_id = $1', [agencyId]);
}

export interface Push {
  readonly id: string;
  readonly listId: string;
  readonly agencyId: number;
  /** Up to where the partner has the list. */
  readonly position: number;
}

/** One that is there already stays as it is. Resolves to its id. */
export async function addPush(db: Queryable, listId: string, agencyId: number): Promise<string> {
  await db.query('INSERT INTO list_push (list_id, agency_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    listId,
    agencyId,
  ]);
  const { rows } = await db.query('SELECT id FROM list_push WHERE list_id = $1 AND agency_id = $2', [
    listId,
    agencyId,
  ]);
  return rows[0].id;
}

export async function findPush(db: Queryable, id: string): Promise<Push | null> {
  const { rows } = await db.query(
    'SELECT id, list_id AS "listId", agency_id AS "agencyId", position FROM list_push WHERE id = $1',
    [id],
  );
  return (rows[0] as Push | undefined) ?? null;
}

/** `endpoint`: whether the partner has one; without it nothing is pushed. */
export async function findPushes(
  db: Queryable,
): Promise<{ id: string; list: string; partner: Ori; position: number; endpoint: boolean }[]> {
  const { rows } = await db.query(
    `SELECT p.id, l.name AS list, a.ori AS partner, p.position, e.agency_id IS NOT NULL AS endpoint
     FROM list_push p JOIN hot_list l ON l.id = p.list_id JOIN agency a ON a.id = p.agency_id
     LEFT JOIN partner_endpoint e ON e.agency_id = p.agency_id ORDER BY l.name, a.ori`,
  );
  return rows;
}

export async function removePush(db: Queryable, id: string): Promise<void> {
  await db.query('DELETE FROM list_push WHERE id = $1', [id]);
}

export async function advancePush(trx: Queryable, id: string, position: number): Promise<void> {
  await trx.query('UPDATE list_push SET position = greatest(position, $2) WHERE id = $1', [id, position]);
}

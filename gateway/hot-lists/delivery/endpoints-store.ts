/** Stores partners' endpoints, and which lists are pushed to them. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { changesOne, findRow, findRows, type Queryable } from '../../database/queryable.ts';
import { findLastPosition } from '../lists/entries-store.ts';

export interface Endpoint {
  readonly url: string;
  /** 32 bytes from which, with the key file, the endpoint's secret derives. */
  readonly salt: Buffer;
  readonly agency: { readonly id: number; readonly ori: Ori };
}

/** An endpoint with the person who set it and the one who approved it, who is null while it waits. */
export interface EndpointRecord extends Endpoint {
  /** Null if it was set before this was recorded. */
  readonly setBy: string | null;
  readonly setByName: string | null;
  readonly setAt: Date;
  readonly approvedBy: string | null;
  readonly approvedByName: string | null;
  readonly approvedAt: Date | null;
}

export interface EndpointStanding extends EndpointRecord {
  readonly triedAt: Date | null;
  readonly takenAt: Date | null;
  readonly failingSince: Date | null;
  readonly fault: string | null;
  readonly waiting: number;
  readonly nextAt: Date | null;
  readonly givenUp: number;
}

const COLUMNS = `e.url, e.salt, jsonb_build_object('id', a.id, 'ori', a.ori) AS agency,
    e.set_by AS "setBy", s.name AS "setByName", e.set_at AS "setAt",
    e.approved_by AS "approvedBy", p.name AS "approvedByName", e.approved_at AS "approvedAt"`;

const FROM = `FROM partner_endpoint e JOIN agency a ON a.id = e.agency_id
  LEFT JOIN person s ON s.id = e.set_by LEFT JOIN person p ON p.id = e.approved_by`;

const RECORDS = `SELECT ${COLUMNS} ${FROM}`;

/** Finds the endpoint to deliver to. INVARIANT: null also for one that waits for its approval. */
export const findEndpoint = (db: Queryable, agencyId: number) =>
  findRow<EndpointRecord>(db, `${RECORDS} WHERE e.agency_id = $1 AND e.approved_by IS NOT NULL`, [agencyId]);

/** Finds the agency's endpoint, approved or not. */
export const findEndpointRecord = (db: Queryable, agencyId: number) =>
  findRow<EndpointRecord>(db, `${RECORDS} WHERE e.agency_id = $1`, [agencyId]);

const STANDINGS = `
  SELECT ${COLUMNS}, e.tried_at AS "triedAt", e.taken_at AS "takenAt", e.failing_since AS "failingSince", e.fault,
    w.waiting, w."nextAt", w."givenUp"
  ${FROM}
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE o.status = 'waiting')::int AS waiting, count(*) FILTER (WHERE o.status = 'dead')::int AS "givenUp",
      min(o.run_at) FILTER (WHERE o.status = 'waiting') AS "nextAt"
    FROM outbox o WHERE o.agency_id = e.agency_id AND o.status IN ('waiting', 'dead') AND o.kind IN ('hit_notice', 'hit_caution', 'list_push')) w`;

/** @param agencyId whose; null: all there are */
export const findEndpoints = (db: Queryable, agencyId: number | null) =>
  findRows<EndpointStanding>(db, `${STANDINGS} WHERE $1::bigint IS NULL OR e.agency_id = $1 ORDER BY a.ori`, [
    agencyId,
  ]);

/** The endpoint as the first of two persons sets it. */
export interface NewEndpoint {
  readonly agencyId: number;
  readonly url: string;
  readonly salt: Buffer;
  readonly setBy: string;
}

const INSERT = 'INSERT INTO partner_endpoint (agency_id, url, salt, set_by) VALUES ($1, $2, $3, $4)';
const valuesOf = ({ agencyId, salt, setBy, url }: NewEndpoint) => [agencyId, url, salt, setBy];

/** Resolves to false where the agency has one, one of another transaction included, which is waited for. */
export const addEndpoint = (trx: Transaction, endpoint: NewEndpoint) =>
  changesOne(trx, `${INSERT} ON CONFLICT (agency_id) DO NOTHING`, valuesOf(endpoint));

/** Replaces the agency's endpoint and drops its approval, even if the address is the same. */
export async function setEndpoint(db: Queryable, endpoint: NewEndpoint): Promise<void> {
  await db.query(
    `${INSERT} ON CONFLICT (agency_id) DO UPDATE SET url = excluded.url, salt = excluded.salt,
       set_by = excluded.set_by, set_at = clock_timestamp(), approved_by = NULL, approved_at = NULL,
       tried_at = NULL, taken_at = NULL, failing_since = NULL, fault = NULL`,
    valuesOf(endpoint),
  );
}

/** Resolves to false where it is not that one, or approved already. */
export const setEndpointApproved = (
  db: Queryable,
  { agencyId, setBy, url }: Omit<NewEndpoint, 'salt'>,
  personId: string,
) =>
  changesOne(
    db,
    `UPDATE partner_endpoint SET approved_by = $4, approved_at = clock_timestamp()
     WHERE agency_id = $1 AND url = $2 AND set_by = $3 AND approved_by IS NULL`,
    [agencyId, url, setBy, personId],
  );

export async function removeEndpoint(db: Queryable, agencyId: number): Promise<void> {
  await db.query('DELETE FROM partner_endpoint WHERE agency_id = $1', [agencyId]);
}

export interface Push {
  readonly id: string;
  readonly listId: string;
  readonly agencyId: number;
  /** The position up to which the partner has the list. */
  readonly position: number;
  /** Newest position of the list when the push was ordered: what had left it before is not pushed. */
  readonly began: number;
}

/** Orders a push, or leaves one that exists as it is. Resolves to its id. */
export async function addPush(db: Queryable, listId: string, agencyId: number): Promise<string> {
  await db.query(
    'INSERT INTO list_push (list_id, agency_id, began) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [listId, agencyId, await findLastPosition(db, listId)],
  );
  const { rows } = await db.query('SELECT id FROM list_push WHERE list_id = $1 AND agency_id = $2', [
    listId,
    agencyId,
  ]);
  return rows[0].id;
}

export const findPush = (db: Queryable, id: string) =>
  findRow<Push>(
    db,
    'SELECT id, list_id AS "listId", agency_id AS "agencyId", position, began FROM list_push WHERE id = $1',
    [id],
  );

/** Lists all pushes. `endpoint` is true if the partner has an approved one; without it nothing is pushed. */
export const findPushes = (db: Queryable) =>
  findRows<{ id: string; list: string; partner: Ori; position: number; endpoint: boolean }>(
    db,
    `SELECT p.id, l.name AS list, a.ori AS partner, p.position, e.agency_id IS NOT NULL AS endpoint
     FROM list_push p JOIN hot_list l ON l.id = p.list_id JOIN agency a ON a.id = p.agency_id
     LEFT JOIN partner_endpoint e ON e.agency_id = p.agency_id AND e.approved_by IS NOT NULL ORDER BY l.name, a.ori`,
  );

export async function removePush(db: Queryable, id: string): Promise<void> {
  await db.query('DELETE FROM list_push WHERE id = $1', [id]);
}

export async function advancePush(trx: Queryable, id: string, position: number): Promise<void> {
  await trx.query('UPDATE list_push SET position = greatest(position, $2) WHERE id = $1', [id, position]);
}

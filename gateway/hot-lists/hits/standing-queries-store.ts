/** Partners' standing queries: entries of a list of their own, matched like those of any other list. */
import { randomUUID } from 'node:crypto';
import type { AgencyClass } from '../../../sharing-rules/terms/agency-classes.ts';
import type { Officer, Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findRow, findRows, type Queryable, readRow, readValue } from '../../database/queryable.ts';
import { ASKER_STANDS } from '../lists/hits-store.ts';
import { notifyList } from '../lists/hot-lists-store.ts';

export interface StandingQuery {
  readonly subject: Subject;
  readonly query: Pick<Query, 'purpose' | 'onBehalfOf' | 'plate'>;
  readonly expiresAt: Date;
  /** The grant that permitted it: the query ends with this grant, whatever is granted later. */
  readonly grantId: string | null;
}

/** An agency's list of standing queries: programs go by its id, people by its name. */
export interface StandingList {
  readonly id: string;
  readonly name: string;
}

/** Returns the agency's list of standing queries, made if need be, locked until the transaction ends. */
export async function lockStandingList(
  trx: Transaction,
  agencyId: number,
  ori: string,
): Promise<StandingList> {
  await trx.query(
    `INSERT INTO hot_list (name, agency_id, kind) VALUES ($2, $1, 'standing')
     ON CONFLICT (agency_id) WHERE kind = 'standing' DO NOTHING`,
    [agencyId, `standing-${ori}`],
  );
  return readRow(trx, `SELECT id, name FROM hot_list WHERE agency_id = $1 AND kind = 'standing' FOR UPDATE`, [
    agencyId,
  ]);
}

/** Inserts an entry; resolves to its position. INVARIANT: the list is locked, so positions are in order. */
export async function insertStandingQuery(
  trx: Transaction,
  listId: string,
  entry: StandingQuery,
): Promise<number> {
  const { subject, query, expiresAt, grantId } = entry;
  const { rows } = await trx.query(
    `WITH entry AS (
       INSERT INTO hot_list_entry (list_id, key, plate, plate_state, kind, restricted, effective_at, expires_at)
       VALUES ($1, $2, $3, $4, 'standing_query', false, clock_timestamp(), $5) RETURNING position
     ), counted AS (
       UPDATE hot_list SET entries = entries + 1, imported_at = clock_timestamp() WHERE id = $1)
     INSERT INTO standing_query (agency_id, list_id, position, subject, query, expires_at, grant_id)
     SELECT $6, $1, position, $7, $8, $5, $9 FROM entry RETURNING position`,
    [
      listId,
      randomUUID(),
      query.plate?.number,
      query.plate?.state ?? null,
      expiresAt,
      subject.agencyId,
      JSON.stringify(subject),
      JSON.stringify(query),
      grantId,
    ],
  );
  await notifyList(trx, listId);
  return rows[0].position;
}

/** A standing query that waits, as far as it says whose right its hits are. */
export interface Waiting {
  readonly position: number;
  readonly subject: Subject;
  /** The officer whom the query names; null if it names none. */
  readonly officer: Officer | null;
}

/** Finds those the asker may be told of: a person sees her own and the systems', a system all. */
export const findWaiting = (
  db: Queryable,
  { agencyId, kind, personId }: Pick<Subject, 'agencyId' | 'kind' | 'personId'>,
) =>
  findRows<Waiting>(
    db,
    `SELECT s.position, s.subject, s.query -> 'onBehalfOf' AS officer FROM standing_query s
     WHERE s.agency_id = $1
       AND ($2::boolean OR s.subject ->> 'kind' = 'system' OR s.subject ->> 'personId' = $3)`,
    [agencyId, kind === 'system', personId],
  );

/** Pairs a query with the class of the agency that entered it, because rules depend on the class. */
export interface EnteredQuery extends Pick<StandingQuery, 'query' | 'expiresAt'> {
  readonly agencyClass: AgencyClass;
}

export interface OwnStandingQuery extends EnteredQuery {
  readonly list: string;
  readonly listName: string;
  readonly position: number;
  /** True while it is in force: it ends with its grant, and with the person or client who entered it. */
  readonly inForce: boolean;
}

/** Finds what the asker may withdraw, newest first: a person's own, or for a system all of its agency. */
export const findOwnStandingQueries = (
  db: Queryable,
  { agencyId, personId }: Pick<Subject, 'agencyId' | 'personId'>,
  { before, limit }: { readonly before: number | null; readonly limit: number },
) =>
  findRows<OwnStandingQuery>(
    db,
    `SELECT s.list_id AS list, l.name AS "listName", s.position, s.query, s.expires_at AS "expiresAt", a.class AS "agencyClass",
       g.id IS NOT NULL AND s.expires_at > clock_timestamp() AND ${ASKER_STANDS} AS "inForce"
     FROM standing_query s JOIN hot_list l ON l.id = s.list_id JOIN agency a ON a.id = s.agency_id
     LEFT JOIN sharing_grant g ON g.id = s.grant_id AND g.status = 'active' AND g.valid_until > clock_timestamp()
     WHERE s.agency_id = $1 AND ($2::text IS NULL OR s.subject ->> 'personId' = $2)
       AND ($3::bigint IS NULL OR s.position < $3)
     ORDER BY s.position DESC LIMIT $4`,
    [agencyId, personId, before, limit],
  );

/** A standing query in force, of any agency. */
export interface WaitingQuery extends EnteredQuery {
  /** The query's position. */
  readonly id: string;
  /** The agency's main ORI. */
  readonly agency: string;
}

export const findStandingQueries = (
  db: Queryable,
  { after, agencyId, limit }: { readonly after?: string; readonly agencyId?: number; readonly limit: number },
) =>
  findRows<WaitingQuery>(
    db,
    `SELECT s.position::text AS id, a.ori AS agency, a.class AS "agencyClass", s.query, s.expires_at AS "expiresAt"
     FROM standing_query s JOIN agency a ON a.id = s.agency_id
     JOIN sharing_grant g ON g.id = s.grant_id AND g.status = 'active' AND g.valid_until > clock_timestamp()
     WHERE s.expires_at > clock_timestamp() AND ${ASKER_STANDS}
       AND ($1::bigint IS NULL OR s.agency_id = $1) AND ($2::bigint IS NULL OR s.position > $2)
     ORDER BY s.position LIMIT $3`,
    [agencyId ?? null, after ?? null, limit],
  );

/** Returns null if the agency has entered nothing yet. */
export const findStandingList = (db: Queryable, agencyId: number) =>
  findRow<StandingList>(db, `SELECT id, name FROM hot_list WHERE agency_id = $1 AND kind = 'standing'`, [
    agencyId,
  ]);

/**
 * Deletes it with its entry, and notes the removal. Resolves to its position, or null if it is not there.
 * @param personId who must have entered it; null for anybody of the agency
 */
export async function deleteStandingQuery(
  trx: Transaction,
  listId: string,
  { personId, position }: { readonly personId: string | null; readonly position: number },
): Promise<number | null> {
  await trx.query('SELECT 1 FROM hot_list WHERE id = $1 FOR UPDATE', [listId]);
  const { rows } = await trx.query(
    `WITH gone AS (
       DELETE FROM standing_query WHERE list_id = $1 AND position = $2
         AND ($3::text IS NULL OR subject ->> 'personId' = $3) RETURNING position
     ), off AS (
       DELETE FROM hot_list_entry e USING gone WHERE e.list_id = $1 AND e.position = gone.position RETURNING e.position
     ), noted AS (
       INSERT INTO hot_list_removal (list_id, entry, restricted) SELECT $1, position, false FROM off
     ), counted AS (
       UPDATE hot_list SET entries = entries - (SELECT count(*) FROM off), imported_at = clock_timestamp() WHERE id = $1)
     SELECT position FROM gone`,
    [listId, position, personId],
  );
  return rows[0]?.position ?? null;
}

/** Returns true if the entry at this position has left the list. */
export const wasOnList = (db: Queryable, listId: string, position: number) =>
  readValue<boolean>(db, 'SELECT EXISTS (SELECT FROM hot_list_removal WHERE list_id = $1 AND entry = $2)', [
    listId,
    position,
  ]);

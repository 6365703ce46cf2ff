/** Finds which of their held queries were decided, for the officers whose pages are open. */
import { findColumn, type Queryable } from '../../database/queryable.ts';
import type { Session } from '../session/sessions.ts';
import { LONGEST_MINUTES } from '../session/sessions-store.ts';

type Officer = Pick<Session, 'clientId' | 'issuer' | 'person'>;

/** The most that one officer is told of. */
const MOST = 20;

/**
 * Finds, in the order asked for, the ids of queries decided since the oldest session began, the newest first.
 * INVARIANT: whose a query is, is said here as in `own-queries-store.ts`.
 */
export const findDecided = (db: Queryable, officers: readonly Officer[]) =>
  findColumn<string[]>(
    db,
    `SELECT ARRAY(SELECT h.id::text FROM held_query h
       WHERE h.agency_id = o.agency_id AND h.subject ->> 'personId' = o.person_id
         AND h.subject ->> 'issuer' = o.issuer AND h.subject ->> 'clientId' = o.client_id
         AND h.decided_at > clock_timestamp() - interval '${LONGEST_MINUTES} minutes'
       ORDER BY h.decided_at DESC LIMIT ${MOST}) AS ids
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
       AS o (agency_id, person_id, issuer, client_id, place)
     ORDER BY o.place`,
    [
      officers.map(({ person }) => person.agencyId),
      officers.map(({ person }) => person.personId),
      officers.map(({ issuer }) => issuer),
      officers.map(({ clientId }) => clientId),
    ],
  );

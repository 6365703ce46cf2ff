/** Finds the entries in force that reads match. An index by what look-alike plates have in common finds each of them. */
import { lookalikeKey } from '../../../sharing-rules/terms/plate.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { FoundHit } from './found-hits-store.ts';

/** The parts of a read that matching needs. */
export interface SoughtRead {
  /** The normalized plate. */
  readonly plate: string;
  readonly plateState: string | null;
}

/** `verify` is true if the plates differ in any character, or if the read or the entry has no state. */
export type MatchedEntry<R> = Pick<FoundHit, 'listId' | 'agencyId' | 'position' | 'verify'> & {
  readonly read: R;
};

export interface MatchTerms {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The reads are told by a vendor that writes O as 0: then every list is matched as one that does. */
  readonly writesZeroForO: boolean;
}

/**
 * Finds entries that match the reads. States that are both known must agree. Plates are compared as each list
 * says: as they are, with 0 for O, or with characters that cameras confuse. Each read is looked up by itself:
 * without statistics of a new list the planner would scan all of it.
 */
export async function findMatchedEntries<R extends SoughtRead>(
  db: Queryable,
  reads: readonly R[],
  { now, writesZeroForO }: MatchTerms,
): Promise<MatchedEntry<R>[]> {
  if (reads.length === 0) return [];
  const { rows } = await db.query(
    `SELECT r.place, e.list_id AS "listId", l.agency_id AS "agencyId", e.position,
       e.plate <> r.plate OR e.plate_state IS NULL OR r.state IS NULL AS verify
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS r (plate, state, key, place)
     CROSS JOIN LATERAL (
       SELECT list_id, position, plate, plate_state FROM hot_list_entry
       WHERE translate(plate, 'ODIBSZ', '001852') = r.key AND (expires_at IS NULL OR expires_at > $4) OFFSET 0
     ) AS e
     JOIN hot_list l ON l.id = e.list_id
     WHERE (e.plate_state = r.state OR e.plate_state IS NULL OR r.state IS NULL)
       AND (e.plate = r.plate OR l.lookalike
         OR (l.zero_for_o OR $5) AND translate(e.plate, 'O', '0') = translate(r.plate, 'O', '0'))`,
    [
      reads.map(({ plate }) => plate),
      reads.map(({ plateState }) => plateState),
      reads.map(({ plate }) => lookalikeKey(plate)),
      new Date(now),
      writesZeroForO,
    ],
  );
  return rows.map(({ place, ...match }) => ({ ...match, read: reads[place - 1] as R }));
}

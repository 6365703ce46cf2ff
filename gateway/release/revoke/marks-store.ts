/** A mark's rows: the epoch from then on, what waited under the old one dropped, every node told. */
import type { EntryKind } from '../../audit/entry-kinds.ts';
import { CHANNELS } from '../../database/channels.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';

export interface PlacedMark {
  /** The mark's log index. */
  readonly index: number;
  /** Null binds everybody. */
  readonly agencyId: number | null;
  readonly grant: string | null;
  readonly kind: EntryKind;
  /** Whom alone a mark of `MARKS_OF_ONE` binds: an officer, or a person. Null: the whole agency. */
  readonly officerId: string | null;
  readonly personId: string | null;
}

/**
 * Marks that bind one officer or person, not the agency: held queries of colleagues stand. Their officers and persons
 * may do nothing from the mark on, whatever is judged again.
 */
export const MARKS_OF_ONE = [
  'subject_suspended',
  'person_removed',
  'person_suspended',
] as const satisfies readonly EntryKind[];

/**
 * One statement. The notification names the mark before this one, so that a node that heard both knows that none stands
 * between. What a reviewer approved under an older epoch, or never looked at, is not picked up any more; of a mark of
 * one officer, what is that officer's, and what may be since it was held of one who had no row.
 */
const PLACE = `
  WITH placed AS (INSERT INTO mark (index, agency_id, kind) VALUES ($1, $2, $3) RETURNING index),
    opened AS (INSERT INTO drain (mark, grant_id) SELECT index, $4 FROM placed),
    everybody AS (UPDATE sharing_state SET epoch = $1 WHERE $2::bigint IS NULL),
    one AS (UPDATE agency SET epoch = $1 WHERE id = $2::bigint),
    dropped AS (UPDATE held_query SET status = 'dropped'
      WHERE status IN ('held', 'approved') AND ($2::bigint IS NULL OR agency_id = $2::bigint)
        AND ($5::uuid IS NULL OR officer_id IS NULL OR officer_id = $5)
        AND ($6::text IS NULL OR subject ->> 'personId' = $6))
  SELECT pg_notify('${CHANNELS.marks}', json_build_object('index', $1::bigint, 'agencyId', $2::bigint,
      'previous', (SELECT coalesce(max(index), 0) FROM mark))::text),
    pg_notify('${CHANNELS.registry}', coalesce($2::text, 'all'))`;

/** INVARIANT: in the transaction of the mark's entry, under the locks of what it binds. */
export async function placeMark(
  trx: Transaction,
  { agencyId, grant, index, kind, officerId, personId }: PlacedMark,
): Promise<void> {
  await trx.query({
    name: 'place-mark',
    text: PLACE,
    values: [index, agencyId, kind, grant, officerId, personId],
  });
}

/** Index of the newest mark that binds the agency; with null, of the newest that binds everybody; 0 for none. */
export async function findEpoch(db: Queryable, agencyId: number | null): Promise<number> {
  const { rows } = await db.query<{ epoch: number }>(
    'SELECT greatest(s.epoch, (SELECT epoch FROM agency WHERE id = $1)) AS epoch FROM sharing_state s',
    [agencyId],
  );
  return rows[0]?.epoch as number;
}

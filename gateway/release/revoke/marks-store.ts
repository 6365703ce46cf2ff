/** Writes a revocation's rows: the epoch from then on, the older queries dropped, every node told. */
import type { EntryKind } from '../../audit/entry-kinds.ts';
import { CHANNELS } from '../../database/channels.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { type Queryable, readValue } from '../../database/queryable.ts';

export interface PlacedMark {
  readonly index: number;
  /** Null binds everybody. */
  readonly agencyId: number | null;
  readonly grant: string | null;
  readonly kind: EntryKind;
  /** The officer or person whom a record of `MARKS_OF_ONE` binds. Null: the whole agency. */
  readonly officerId: string | null;
  readonly personId: string | null;
}

/**
 * The kinds that bind one officer or person, not the agency: held queries of colleagues stand. From the
 * record on, that officer or person may do nothing, whatever is judged again.
 */
export const MARKS_OF_ONE = [
  'subject_suspended',
  'person_removed',
  'person_suspended',
] as const satisfies readonly EntryKind[];

/**
 * Places the record in one statement. The notification names the one before, so that a node that heard both
 * knows that none is between. What a reviewer approved under an older epoch, or never read, is not collected
 * any more; for one officer's record, it is what is theirs, and what may be, since it was held without a row.
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

/** INVARIANT: places it in the transaction of its entry, under the locks of what it binds. */
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

/** Finds the index of the newest record that binds the agency or, with null, everybody; 0 for none. */
export const findEpoch = (db: Queryable, agencyId: number | null) =>
  readValue<number>(
    db,
    'SELECT greatest(s.epoch, (SELECT epoch FROM agency WHERE id = $1)) AS epoch FROM sharing_state s',
    [agencyId],
  );

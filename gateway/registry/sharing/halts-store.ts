/** Finds who halted sharing, when and why, as long as it is halted. */
import type { Queryable } from '../../database/queryable.ts';

/** The number of newest halts since the last resumption that are shown, beside the one that began it. */
const MOST_HALTS = 20;

export interface HaltInForce {
  /** Log index of its revocation record. */
  readonly index: number;
  readonly at: Date;
  /** Id of the person, or the part of the gateway that did it by itself; null if the detail was erased. */
  readonly by: string | null;
  /** Name of the person; null if it was not a person, or the detail was erased. */
  readonly person: string | null;
  /** Empty if none was given; null if the detail was erased. */
  readonly reason: string | null;
  /** The agencies that it binds. */
  readonly scope: 'everybody';
}

const HALTS = `
  WITH halts AS (
    SELECT m.index, m.marked_at AS at, row_number() OVER (ORDER BY m.index DESC) AS place,
      min(m.index) OVER () AS first
    FROM mark m CROSS JOIN sharing_state s
    WHERE s.halted AND m.agency_id IS NULL AND m.kind = 'halted'
      AND m.index > coalesce((SELECT max(r.epoch) FROM resume_proposal r WHERE r.resumed_at IS NOT NULL), -1)
  )
  SELECT h.index, h.at, d.owner_detail::jsonb ->> 'by' AS by, p.name AS person,
    d.owner_detail::jsonb ->> 'reason' AS reason, 'everybody' AS scope
  FROM halts h
  LEFT JOIN audit_detail d ON d.index = h.index
  LEFT JOIN person p ON p.id::text = d.owner_detail::jsonb ->> 'by'
  WHERE h.place <= ${MOST_HALTS} OR h.index = h.first
  ORDER BY h.index DESC`;

/** Returns halts since the last resumption, newest first, the one that began it last; none if not halted. */
export async function findHalts(db: Queryable): Promise<readonly HaltInForce[]> {
  return (await db.query<HaltInForce>(HALTS)).rows;
}

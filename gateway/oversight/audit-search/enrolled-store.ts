/** Finds officers by the id that their agency gives them. */
import type { Queryable } from '../../database/queryable.ts';

/** Returns their ids here, at most two: the caller only needs to know if there is more than one. */
export async function findEnrolled(
  db: Queryable,
  reference: string,
  agencyId: number | undefined,
): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    'SELECT id FROM officer WHERE reference = $1 AND ($2::bigint IS NULL OR agency_id = $2) ORDER BY id LIMIT 2',
    [reference, agencyId ?? null],
  );
  return rows.map(({ id }) => id);
}

/** Finds officers by the id that their agency gives them. */
import { findColumn, type Queryable } from '../../database/queryable.ts';

/** Returns their ids here, at most two: the caller only needs to know if there is more than one. */
export const findEnrolled = (db: Queryable, reference: string, agencyId: number | undefined) =>
  findColumn<string>(
    db,
    'SELECT id FROM officer WHERE reference = $1 AND ($2::bigint IS NULL OR agency_id = $2) ORDER BY id LIMIT 2',
    [reference, agencyId ?? null],
  );

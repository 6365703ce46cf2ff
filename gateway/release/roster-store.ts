/** Whether an agency's roster has a place left; asked outside the locks, where a held query may have been freed by it. */
import type { Queryable } from '../database/queryable.ts';

export async function hasPlace(db: Queryable, agencyId: number): Promise<boolean> {
  const { rows } = await db.query<{ free: boolean }>(
    `SELECT a.roster > c.officers AS free FROM agency a JOIN agency_count c ON c.agency_id = a.id WHERE a.id = $1`,
    [agencyId],
  );
  return rows[0]?.free === true;
}

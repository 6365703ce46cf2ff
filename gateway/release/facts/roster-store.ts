/** Rosters and who is on them, asked outside the locks. */
import type { OfficerStanding } from '../../../sharing-rules/terms/asker.ts';
import type { Queryable } from '../../database/queryable.ts';
import { STANDING } from './standing-store.ts';

/** True if an agency's roster has a place left, by which a held query may have been freed. */
export async function hasPlace(db: Queryable, agencyId: number): Promise<boolean> {
  const { rows } = await db.query<{ free: boolean }>(
    `SELECT a.roster > c.officers AS free FROM agency a JOIN agency_count c ON c.agency_id = a.id WHERE a.id = $1`,
    [agencyId],
  );
  return rows[0]?.free === true;
}

/** Finds an officer's standing, by the person's id or the agency's own: `new` where there is no row. */
export async function findStanding(
  db: Queryable,
  agencyId: number,
  reference: string,
): Promise<OfficerStanding> {
  const { rows } = await db.query<{ standing: OfficerStanding }>(
    `SELECT ${STANDING} AS standing FROM officer o
     LEFT JOIN officer_usage ou ON ou.officer_id = o.id AND ou.day = (SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date)
     WHERE o.agency_id = $1 AND o.reference = $2`,
    [agencyId, reference],
  );
  return rows[0]?.standing ?? 'new';
}

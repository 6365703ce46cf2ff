/** Rosters and who is on them, asked outside the locks. */
import type { OfficerStanding } from '../../../sharing-rules/terms/asker.ts';
import { findValue, type Queryable } from '../../database/queryable.ts';
import { STANDING } from './standing-store.ts';

/** True if an agency's roster has a place left, by which a held query may have been freed. */
export const hasPlace = async (db: Queryable, agencyId: number) =>
  (await findValue<boolean>(
    db,
    `SELECT a.roster > c.officers AS free FROM agency a JOIN agency_count c ON c.agency_id = a.id WHERE a.id = $1`,
    [agencyId],
  )) === true;

/** Finds an officer's standing, by the person's id or the agency's own: `new` where there is no row. */
export const findStanding = async (db: Queryable, agencyId: number, reference: string) =>
  (await findValue<OfficerStanding>(
    db,
    `SELECT ${STANDING} AS standing FROM officer o
     LEFT JOIN officer_usage ou ON ou.officer_id = o.id AND ou.day = (SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date)
     WHERE o.agency_id = $1 AND o.reference = $2`,
    [agencyId, reference],
  )) ?? 'new';

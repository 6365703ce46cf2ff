/**
 * Finds held queries that wait for no reviewer any more, since the roster, for which alone they waited, has a
 * place. Whether one is released is decided when it is collected.
 */
import { OVER_ROSTER } from '../../../sharing-rules/rules/officer/officer-standing.ts';
import { findValue, type Queryable } from '../../database/queryable.ts';

const { code, detail, effect } = OVER_ROSTER;

/** Returns SQL of `waitsForPlace`, from the rules, and `hasPlace`, of the roster. */
export const isFreed = (reasons: string, agencyId: string) => `(
  jsonb_array_length(${reasons}) = 1
  AND ${reasons} -> 0 @> '${JSON.stringify({ code, detail, effect })}'
  AND EXISTS (SELECT FROM agency_count c JOIN agency f ON f.id = c.agency_id
    WHERE c.agency_id = ${agencyId} AND f.roster > c.officers))`;

export const countFreed = async (db: Queryable, agencyId: number) =>
  (await findValue<number>(
    db,
    `SELECT count(*)::integer AS freed FROM held_query h
     WHERE h.agency_id = $1 AND h.status = 'held' AND h.expires_at > clock_timestamp()
       AND ${isFreed('h.reasons', 'h.agency_id')}`,
    [agencyId],
  )) ?? 0;

/** Reads from the log who proposed, approved and took preserved reads, and which proposals were refused. */
import { OBJECTED_TO } from '../../../sharing-rules/rules/purpose/reworded.ts';
import { findRows, type Queryable } from '../../database/queryable.ts';
import { DETAILS_OF, onDays } from '../../projections/search-store.ts';
import type { KeptFor } from './kept-for.ts';

export interface Preserver {
  readonly person: string;
  readonly name: string;
  readonly proposed: number;
  readonly refused: number;
  readonly approved: number;
  readonly released: number;
}

/** Counts the last year of each person. */
export const countPreservers = (db: Queryable) =>
  findRows<Preserver>(
    db,
    `SELECT w.id AS person, w.name,
       (count(*) FILTER (WHERE d.kind = 'preservation_proposed' AND d.effect IS DISTINCT FROM 'deny'))::integer AS proposed,
       (count(*) FILTER (WHERE d.kind = 'preservation_proposed' AND d.effect = 'deny'))::integer AS refused,
       (count(*) FILTER (WHERE d.kind = 'preservation_approved'))::integer AS approved,
       (count(*) FILTER (WHERE d.kind = 'preserved_released'))::integer AS released
     FROM audit_search d JOIN ${DETAILS_OF} JOIN person w ON w.id::text = t.owner_detail::jsonb ->> 'by'
     WHERE d.kind = ANY ('{preservation_proposed,preservation_approved,preserved_released}')
       AND ${onDays("> (now() AT TIME ZONE 'UTC')::date - 365")}
     GROUP BY w.id, w.name ORDER BY w.name, w.id`,
  );

/**
 * Counts the proposals for this plate, case or process that were refused within a day: all of the person's own, and of
 * others' those whose words or choices were objected to, since a colleague's slip is no cause to look twice.
 */
export async function countRefused(
  db: Queryable,
  { by, caseNumber, plate, processId }: KeptFor & { readonly by: string; readonly plate: string },
): Promise<{ readonly own: number; readonly others: number }> {
  const { rows } = await db.query(
    `SELECT count(*) FILTER (WHERE o.detail ->> 'by' = $1)::integer AS own,
       count(*) FILTER (WHERE o.detail ->> 'by' IS DISTINCT FROM $1 AND d.reason_codes && $5)::integer AS others
     FROM audit_search d JOIN ${DETAILS_OF} CROSS JOIN LATERAL (SELECT t.owner_detail::jsonb AS detail) o
     WHERE d.kind = 'preservation_proposed' AND d.effect = 'deny' AND d.at > clock_timestamp() - interval '24 hours'
       AND ${onDays("> (now() AT TIME ZONE 'UTC')::date - 2")}
       AND (o.detail #>> '{input,query,plate,number}' = $2 OR o.detail #>> '{input,query,purpose,caseNumber}' = $3
         OR o.detail #>> '{input,forProcess}' = $4)`,
    [by, plate, caseNumber, processId, OBJECTED_TO],
  );
  return rows[0];
}

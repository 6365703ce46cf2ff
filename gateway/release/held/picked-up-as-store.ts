/** Tells, in SQL, what a held query came to when collected, as the entry of its outcome in the log says. */
import { DETAILS_OF, onDays } from '../../projections/search-store.ts';

/** Returns the condition for details that an agency's asker made by collecting it. */
const byPickUp = (held: string) => `t.owner_detail::json ->> 'heldQuery' = ${held}.id::text`;

/**
 * Returns SQL for the id of the query held again in its place; null where it was released, or not collected.
 * @param held alias of the row of `held_query` @param person condition on the askers, e.g. `= $6`
 */
export const heldAgainAs = (
  held: string,
  person = `IS NOT DISTINCT FROM ${held}.subject ->> 'personId'`,
) => `(
  SELECT n.id FROM held_query n
  JOIN audit_detail t ON t.index = n.held_index AND t.day = (n.held_at AT TIME ZONE 'UTC')::date
  WHERE ${held}.status = 'picked_up' AND n.agency_id = ${held}.agency_id AND n.subject ->> 'personId' ${person}
    AND n.held_at > ${held}.held_at AND n.held_at <= ${held}.expires_at AND n.query_hash = ${held}.query_hash
    AND ${byPickUp(held)}
  LIMIT 1)`;

/** Returns SQL for the index of its last refusal at collection: it may be collected again. */
export const refusedWhenCollected = (held: string) => `(
  SELECT d.index::int FROM audit_search d JOIN ${DETAILS_OF}
  WHERE ${held}.status = 'approved' AND d.officer_id = ${held}.officer_id AND d.index > ${held}.decided_index
    AND d.kind = 'refusal' AND d.effect = 'deny' AND ${onDays(`>= (${held}.decided_at AT TIME ZONE 'UTC')::date`)}
    AND ${byPickUp(held)}
  ORDER BY d.index DESC LIMIT 1)`;

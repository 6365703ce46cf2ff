/** What a held query came to when it was picked up, as SQL: the log tells it, by the entry of what came of it. */

/** Of the details of the log, those that an agency's asker made by picking it up. */
const byPickUp = (held: string) => `d.owner_detail::json ->> 'heldQuery' = ${held}.id::text`;

/**
 * Id of the query that waits in its place, since it was held again; null where it was released, or not picked up.
 * @param held alias of the row of `held_query` @param person whose those are that are looked through, e.g. `= $6`
 */
export const heldAgainAs = (
  held: string,
  person = `IS NOT DISTINCT FROM ${held}.subject ->> 'personId'`,
) => `(
  SELECT n.id FROM held_query n
  JOIN audit_detail d ON d.index = n.held_index AND d.day = (n.held_at AT TIME ZONE 'UTC')::date
  WHERE ${held}.status = 'picked_up' AND n.agency_id = ${held}.agency_id AND n.subject ->> 'personId' ${person}
    AND n.held_at > ${held}.held_at AND n.held_at <= ${held}.expires_at AND n.query_hash = ${held}.query_hash
    AND ${byPickUp(held)}
  LIMIT 1)`;

/** Index of the entry that refused it when it was last picked up: it may be picked up again. */
export const refusedWhenPickedUp = (held: string) => `(
  SELECT d.index::int FROM audit_detail d
  WHERE ${held}.status = 'approved' AND d.officer_id = ${held}.officer_id AND d.index > ${held}.decided_index
    AND d.kind = 'refusal' AND d.effect = 'deny' AND d.day >= (${held}.decided_at AT TIME ZONE 'UTC')::date
    AND ${byPickUp(held)}
  ORDER BY d.index DESC LIMIT 1)`;

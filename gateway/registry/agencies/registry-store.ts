/** Loads the registry as one snapshot for a node's first decision (design: "the life of a query", step 3). */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { buildRegistry, type Registry } from '../../../sharing-rules/terms/registry.ts';
import type { Queryable } from '../../database/queryable.ts';
import {
  AGENCY_COLUMNS,
  GRANT_COLUMNS,
  GRANT_IN_POINT,
  toAgency,
  toGrantInPoint,
} from '../../release/facts/agency-row-store.ts';

/**
 * Loads every agency with its grant in point, and whether sharing is halted, in one statement.
 * @throws Error if the registry cannot be read whole: then the node must not serve
 */
export async function loadRegistry(db: Queryable, owner: Ori): Promise<Registry> {
  const { rows } = await db.query(`
    SELECT s.halted, ${AGENCY_COLUMNS}, ${GRANT_COLUMNS}
    FROM sharing_state s LEFT JOIN agency a ON true ${GRANT_IN_POINT}`);
  if (rows[0] === undefined) throw new Error('the registry has no sharing state');
  const known = rows.filter((row) => row.id !== null);
  return buildRegistry({
    owner,
    halted: rows[0].halted,
    agencies: known.map(toAgency),
    grants: known.flatMap((row) => toGrantInPoint(row) ?? []),
  });
}

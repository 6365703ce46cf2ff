/** Held queries as who asked them may list them: newest first, and nobody else's. */
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import type { HELD_STATUSES } from '../../../sharing-rules/terms/statuses.ts';
import type { Queryable } from '../../database/queryable.ts';
import { isFreed } from '../../release/commit/freed-queries-store.ts';
import { heldAgainAs, refusedWhenCollected } from '../../release/held/picked-up-as-store.ts';

export interface OwnQuery {
  readonly id: string;
  /** `lapsed` once its time is over, whether or not the row says so already. */
  readonly status: (typeof HELD_STATUSES)[number];
  /** True if it would be decided again when collected now: it is approved, or the roster has a place. */
  readonly ready: boolean;
  /** The query that waits in its place, if it was collected and held again. */
  readonly heldAgainAs: string | null;
  /** Log index of its last refusal, if it was approved and then refused when collected. */
  readonly refusedIndex: number | null;
  readonly query: Query;
  readonly reasons: readonly Reason[];
  readonly heldAt: Date;
  readonly expiresAt: Date;
}

export interface OwnQueriesPage {
  /** Id of the last of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

const OWN = (person: string) => `
  SELECT q.*, q.status = 'approved' OR (q.status = 'held' AND ${isFreed('q.reasons', '$1')}) AS ready FROM (
    SELECT id, CASE WHEN status IN ('held', 'approved') AND expires_at <= clock_timestamp() THEN 'lapsed' ELSE status END
        AS status, query, reasons, held_at AS "heldAt", expires_at AS "expiresAt",
      ${heldAgainAs('h', person)} AS "heldAgainAs", ${refusedWhenCollected('h')} AS "refusedIndex"
    FROM held_query h
    WHERE agency_id = $1 AND subject ->> 'personId' ${person}
      AND subject ->> 'issuer' = $2 AND subject ->> 'clientId' = $3
      AND ($4::uuid IS NULL OR (held_at, id) < (SELECT l.held_at, l.id FROM held_query l WHERE l.id = $4 AND l.agency_id = $1))
    ORDER BY held_at DESC, id DESC LIMIT $5) q
  ORDER BY q."heldAt" DESC, q.id DESC`;

/** INVARIANT: whose a query is, is said here as in `read-back.ts`: by client, and of a person by that person. */
export async function findOwnQueries(
  db: Queryable,
  { agencyId, clientId, issuer, personId }: Subject,
  { after, limit }: OwnQueriesPage,
): Promise<OwnQuery[]> {
  const values = [agencyId, issuer, clientId, after ?? null, limit];
  const { rows } =
    personId === null
      ? await db.query<OwnQuery>(OWN('IS NULL'), values)
      : await db.query<OwnQuery>(OWN('= $6'), [...values, personId]);
  return rows;
}

/** Reads held queries as they come back: found by their id, read again under the locks, collected once. */
import type { SeenDocument } from '../../../sharing-rules/review.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { findRow, type Queryable } from '../../database/queryable.ts';
import { MARKS_OF_ONE } from '../revoke/marks-store.ts';
import type { CommitClient } from './standing-store.ts';

export type HeldStatus = 'held' | 'approved' | 'refused' | 'picked_up' | 'dropped' | 'lapsed';

export interface HeldQuery {
  readonly id: string;
  /** Log index of the entry that held it. */
  readonly heldIndex: number;
  /** Log index of the entry that approved, refused or lapsed it. */
  readonly decidedIndex: number | null;
  readonly agencyId: number;
  readonly agency: Ori;
  /** Null: of an officer beyond the roster, who had no row when it was held. */
  readonly officerId: string | null;
  readonly grantId: string | null;
  readonly epoch: number;
  readonly rulesRevision: string;
  /** The asker. */
  readonly subject: Subject;
  readonly query: Query;
  /** SHA-256, base64. */
  readonly queryHash: string;
  readonly reasons: readonly Reason[];
  readonly status: HeldStatus;
  readonly heldAt: Date;
  readonly expiresAt: Date;
  readonly decidedBy: string | null;
  /** The one who decided may sign in, and was not suspended since. */
  readonly approverStands: boolean;
  readonly decidedAt: Date | null;
  readonly note: string | null;
  readonly verification: SeenDocument | null;
}

/**
 * The epoch under which it stands: the agency's of now, or everybody's if that is newer, where no revocation
 * since it was held binds the whole agency or everybody. One that a revocation has dropped stands under none.
 */
const EPOCH = `CASE WHEN h.status = 'dropped' OR EXISTS (SELECT FROM mark m
    WHERE (m.agency_id = h.agency_id OR m.agency_id IS NULL)
    AND m.index > h.epoch AND m.kind NOT IN ('${MARKS_OF_ONE.join("', '")}'))
  THEN h.epoch ELSE greatest(a.epoch, s.epoch) END`;

const HELD_COLUMNS = `
  h.id, h.held_index AS "heldIndex", h.decided_index AS "decidedIndex", h.agency_id AS "agencyId", a.ori AS agency,
  h.officer_id AS "officerId", h.grant_id AS "grantId", ${EPOCH} AS epoch, h.rules_revision AS "rulesRevision", h.subject,
  h.query, encode(h.query_hash, 'base64') AS "queryHash", h.reasons, h.status, h.held_at AS "heldAt",
  h.expires_at AS "expiresAt", h.decided_by AS "decidedBy", h.decided_at AS "decidedAt", h.note, h.verification,
  EXISTS (SELECT FROM person p JOIN identity_issuer i ON i.id = p.issuer_id
    WHERE p.id = h.decided_by AND p.status = 'active' AND i.status = 'active'
      AND h.decided_at > coalesce(p.reinstated_at, '-infinity')) AS "approverStands"`;

const HELD_FROM = 'FROM held_query h JOIN agency a ON a.id = h.agency_id CROSS JOIN sharing_state s';

/** Finds a held query; null for an unknown id. The id must be a UUID. */
export const findHeldQuery = (db: Queryable, id: string) =>
  findRow<HeldQuery>(db, `SELECT ${HELD_COLUMNS} ${HELD_FROM} WHERE h.id = $1`, [id]);

/** INVARIANT: read under the locks: a revoke drops under the agency's, a reviewer decides under the head's. */
export async function readHeldQueries(
  client: CommitClient,
  ids: readonly string[],
): Promise<Map<string, HeldQuery>> {
  const { rows } = await client.query({
    name: 'held-queries',
    text: `SELECT ${HELD_COLUMNS} ${HELD_FROM} WHERE h.id = ANY ($1::uuid[])`,
    values: [[...new Set(ids)]],
  });
  return new Map(rows.map((row) => [row.id as string, row as unknown as HeldQuery]));
}

/** Marks queries as collected, with the release: none is collected twice. Freed ones are still `held`. */
export function markCollected(client: CommitClient, ids: readonly string[]): Promise<unknown> {
  return client.query({
    name: 'pick-up',
    text: `UPDATE held_query SET status = 'picked_up' WHERE id = ANY ($1::uuid[]) AND status IN ('held', 'approved')`,
    values: [ids],
  });
}

/** Finds the entries of the log that tell of a grant's proposal and approval, while their details are kept. */
import type { Queryable } from '../../database/queryable.ts';
import type { GrantRecord } from './grants-store.ts';

export interface WithEntries extends GrantRecord {
  readonly proposedIndex: number | null;
  readonly approvedIndex: number | null;
}

/** Adds to each grant the log indices; null for an act that was not done, or whose detail is gone. */
export async function withEntries(db: Queryable, grants: readonly GrantRecord[]): Promise<WithEntries[]> {
  const { rows } = await db.query<{ grant: string; kind: string; index: number }>(
    `SELECT e.grant, e.kind, e.index::int AS index
     FROM audit_detail d JOIN log_entry l ON l.index = d.index
     CROSS JOIN LATERAL (SELECT l.entry::jsonb ->> 'grant' AS grant, d.kind, d.index) e
     WHERE d.kind IN ('grant_proposed', 'grant_approved') AND e.grant = ANY ($1)`,
    [grants.map(({ id }) => id)],
  );
  const found = new Map(rows.map(({ grant, index, kind }) => [`${kind} ${grant}`, index]));
  return grants.map((grant) => ({
    ...grant,
    proposedIndex: found.get(`grant_proposed ${grant.id}`) ?? null,
    approvedIndex: found.get(`grant_approved ${grant.id}`) ?? null,
  }));
}

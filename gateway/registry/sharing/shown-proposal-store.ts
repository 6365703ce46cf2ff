/** Finds the proposal to end a halt, as it is shown to the one who may be the second person. */
import type { Queryable } from '../../database/queryable.ts';
import { findResumeProposal } from './sharing-store.ts';

export interface ShownProposal {
  /** Log index of its entry. */
  readonly index: number;
  readonly at: Date;
  readonly by: string;
  readonly person: string;
  /** The reason; null if the detail was erased. */
  readonly reason: string | null;
}

/** Returns the proposal of `findResumeProposal` with its person and reason. */
export async function findShownProposal(db: Queryable): Promise<ShownProposal | null> {
  const proposal = await findResumeProposal(db);
  if (proposal === null) return null;
  const { entry: index, proposedAt: at, proposedBy: by } = proposal;
  const { rows } = await db.query<Pick<ShownProposal, 'person' | 'reason'>>(
    `SELECT p.name AS person, d.owner_detail::jsonb ->> 'reason' AS reason
     FROM person p LEFT JOIN audit_detail d ON d.index = $2
     WHERE p.id = $1`,
    [by, index],
  );
  const { person, reason } = rows[0] as Pick<ShownProposal, 'person' | 'reason'>;
  return { index, at, by, person, reason };
}

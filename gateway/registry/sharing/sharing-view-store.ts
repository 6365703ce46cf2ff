/** Reads the state of sharing for the owner's people: if it is halted, by whom, and who would end it. */
import type { Queryable } from '../../database/queryable.ts';
import { findHalts, type HaltInForce } from './halts-store.ts';
import { findSharingState, type SharingState } from './sharing-store.ts';
import { findShownProposal, type ShownProposal } from './shown-proposal-store.ts';

export interface SharingView extends SharingState {
  /** The halts, newest first; none while it is not halted. */
  readonly halts: readonly HaltInForce[];
  readonly proposal: ShownProposal | null;
  /** The end of the last halt; null if there was none, or it goes on. */
  readonly resumed: Resumption | null;
}

export interface Resumption {
  readonly at: Date;
  /** Id and name of the second person. */
  readonly by: string;
  readonly person: string;
}

const RESUMED = `
  SELECT r.resumed_at AS at, r.resumed_by AS by, p.name AS person
  FROM resume_proposal r JOIN person p ON p.id = r.resumed_by CROSS JOIN sharing_state s
  WHERE NOT s.halted
  ORDER BY r.resumed_at DESC LIMIT 1`;

/** @throws Error if the row is missing: nobody may share then. */
export async function findSharingView(db: Queryable): Promise<SharingView> {
  return {
    ...(await findSharingState(db)),
    halts: await findHalts(db),
    proposal: await findShownProposal(db),
    resumed: (await db.query<Resumption>(RESUMED)).rows[0] ?? null,
  };
}

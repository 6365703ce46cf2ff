/** How sharing stands, for the owner's people: whether it is halted, by whom, when and why, and who would end it. */
import type { Queryable } from '../../database/queryable.ts';
import { findHalts, type HaltInForce } from './halts-store.ts';
import { findSharingState, type SharingState } from './sharing-store.ts';
import { findShownProposal, type ShownProposal } from './shown-proposal-store.ts';

export interface SharingView extends SharingState {
  /** The newest first; none while it is not halted. */
  readonly halts: readonly HaltInForce[];
  readonly proposal: ShownProposal | null;
}

/** @throws Error if the row is missing: nobody may share then. */
export async function findSharingView(db: Queryable): Promise<SharingView> {
  return {
    ...(await findSharingState(db)),
    halts: await findHalts(db),
    proposal: await findShownProposal(db),
  };
}

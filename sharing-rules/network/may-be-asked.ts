/** Decides of which agencies the owner's officers may ask, and what holds of what these state. */
import { NO_AGREEMENT } from '../rules/agency/agreement-with-peer.ts';
import type { Reason } from '../terms/decision.ts';
import { DAY } from '../terms/retention.ts';

/** Describes an agency that somebody wants to ask, as far as it is known. */
export interface Askable {
  readonly ori: string;
  /** The entity in our registry; null: it is not there. */
  readonly agencyId: number | null;
  readonly hasAgreement: boolean;
}

/** Returns why nothing is asked of the agency; empty where it may be asked. */
export function reasonsNotToAsk({ agencyId, hasAgreement }: Askable): readonly Reason[] {
  return hasAgreement && agencyId !== null ? [] : [NO_AGREEMENT];
}

/** The obligations that go with what another agency states. */
export type OnwardObligation =
  | { readonly code: 'no_onward' }
  | { readonly code: 'delete_by'; readonly at: number };

/**
 * Returns the obligations of the officer who is shown reads of others: they go no further, and what is printed or kept
 * outside of a case file ends with the time that the agreement names.
 */
export function onwardObligations(
  statedAt: number,
  { retentionDays }: { readonly retentionDays: number },
): readonly OnwardObligation[] {
  return [{ code: 'no_onward' }, { code: 'delete_by', at: statedAt + retentionDays * DAY }];
}

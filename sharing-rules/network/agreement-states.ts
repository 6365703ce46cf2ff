/**
 * The states of an agreement between two gateways, by what either side has said of it in signed notes. Both must accept;
 * either ends it alone. What has ended stays so: no note revives it, in whatever order notes arrive.
 */

export const AGREEMENT_STATUSES = ['proposed', 'in_force', 'ended', 'rejected', 'replaced'] as const;
export type AgreementStatus = (typeof AGREEMENT_STATUSES)[number];

export const AGREEMENT_WORDS = ['accept', 'reject', 'end'] as const;
export type AgreementWord = (typeof AGREEMENT_WORDS)[number];

export type AgreementSide = 'ours' | 'theirs';

/** Describes one word that a side has said. */
export interface Said {
  readonly side: AgreementSide;
  readonly word: AgreementWord;
}

export interface AgreementState {
  readonly status: AgreementStatus;
  readonly accepted: readonly AgreementSide[];
}

export const PROPOSED: AgreementState = { status: 'proposed', accepted: [] };

/** True once nothing changes any more. */
export const isFinal = (status: AgreementStatus): boolean => status !== 'proposed' && status !== 'in_force';

/**
 * Returns its state after a note. Either word that ends it does so in every state that is not final: where one side
 * rejects while the other's acceptance is under way, it is over on both, whichever note came first.
 */
export function afterNote(state: AgreementState, { side, word }: Said): AgreementState {
  if (isFinal(state.status)) return state;
  if (word === 'reject') return { ...state, status: 'rejected' };
  if (word === 'end') return { ...state, status: 'ended' };
  const accepted = [...new Set([...state.accepted, side])];
  return { status: accepted.length === 2 ? 'in_force' : 'proposed', accepted };
}

/** Returns its state once the one that names it as replaced is in force. */
export const afterReplacement = (state: AgreementState): AgreementState =>
  isFinal(state.status) ? state : { ...state, status: 'replaced' };

/** The status that people see: past its end it is over, although nobody has said so. */
export const shownStatus = (status: AgreementStatus, until: number, now: number): AgreementStatus =>
  status === 'in_force' && until <= now ? 'ended' : status;

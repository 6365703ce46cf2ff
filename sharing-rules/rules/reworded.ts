/**
 * Policy 420.4, 420.5: a prohibited justification that comes back in other words within a day is for a person to
 * read, since the screen has just told what it objects to.
 */
import { reason } from '../reasons.ts';
import type { DecisionInput, Reason } from '../terms.ts';
import type { Verdict } from './rule.ts';

const REWORDED = reason('narrative_pretext', 'review', 'reworded_after_refusal');

export function reworded({ refusedBefore }: DecisionInput): Verdict {
  return refusedBefore === true ? REWORDED : null;
}

/** Whether the words of the justification were refused: what a rewording would try to get round. */
export function refusesWords(reasons: readonly Reason[]): boolean {
  return reasons.some(({ code, effect }) => effect === 'deny' && code.startsWith('narrative_'));
}

/**
 * Policy 420.4, 420.5: a prohibited justification that comes back in other words within a day is for a person to
 * read, since the screen has just told what it objects to. The first words after a refusal may put right what the
 * screen misread, and a colleague on the case was refused nothing: they wait, and nothing is held against them. Who
 * tries again after that, or with prohibited words, or for another plate, looks for words that pass.
 */
import type { DecisionInput, Finding, Reason } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const AGAIN = reason('narrative_pretext', 'review', 'reworded_after_refusal');
const FIRST = reason('narrative_reworded', 'review', 'after_refusal');
const COLLEAGUE = reason('narrative_reworded', 'review', 'colleague_refused');

export function reworded({ findings, refusedBefore, rewording }: DecisionInput): Verdict {
  if (refusedBefore !== true) return null;
  if (rewording === 'colleague') return COLLEAGUE;
  return rewording === 'first' && !refusesWords(findings) ? FIRST : AGAIN;
}

/** Whether the words of the justification were refused: what a rewording would try to get round. */
export function refusesWords(reasons: readonly Pick<Reason | Finding, 'code' | 'effect'>[]): boolean {
  return reasons.some(({ code, effect }) => effect === 'deny' && code.startsWith('narrative_'));
}

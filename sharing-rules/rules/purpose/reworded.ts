/**
 * Policy 420.4, 420.5: a prohibited justification that comes back in other words within a day is for a person to
 * read, since the screen has just told what it objects to. The first words after a refusal may put right what the
 * screen misread, and a colleague on the case was refused nothing: they wait, and nothing is held against them. Who
 * tries again after that, or with prohibited words, or for another plate, looks for words that pass.
 */
import {
  type DecisionInput,
  type Finding,
  REASON_CODES,
  type Reason,
  type ReasonCode,
} from '../../terms/decision.ts';
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

/** True if a query was held because words for its plate or case had been refused, maybe among others. */
export function comesReworded(reasons: readonly Pick<Reason, 'code' | 'detail'>[]): boolean {
  return reasons.some(({ code, detail }) =>
    [AGAIN, FIRST, COLLEAGUE].some((one) => one.code === code && one.detail === detail),
  );
}

/** Refusals that protect people: protected words refused as saying nothing count as refused all the same. */
const PROTECTED: ReadonlySet<string> = new Set([
  ...(['narrative_immigration', 'narrative_protected_class', 'narrative_protected_health'] as const),
]);

/** Reasons against prohibited or false choices, which come back in another guise just as words do. */
const CHOSEN: readonly ReasonCode[] = [
  'purpose_prohibited',
  'offense_immigration',
  'offense_protected_health',
  'incident_contradiction',
];

/** Codes of which one at least is among the reasons where words, or what was chosen, were refused. */
export const REFUSED_WORDS: readonly ReasonCode[] = [
  ...REASON_CODES.filter((code) => code.startsWith('narrative_')),
  ...CHOSEN,
  'purpose_vague',
];

/** The same without words that merely say nothing. */
export const OBJECTED_TO: readonly ReasonCode[] = REFUSED_WORDS.filter((code) => code !== 'purpose_vague');

/**
 * True if the words, or the choices beside them, were refused, so that a rewording would try to get round it.
 * `mosque` alone is refused as vague, and is objected to; missing or merely vague words were not an attempt.
 */
export function refusesWords(reasons: readonly Pick<Reason | Finding, 'code' | 'effect'>[]): boolean {
  const isDenied = (of: (code: string) => boolean) =>
    reasons.some(({ code, effect }) => effect === 'deny' && of(code));
  if (isDenied((code) => code.startsWith('narrative_') || (CHOSEN as readonly string[]).includes(code)))
    return true;
  return (
    isDenied((code) => code === 'purpose_vague') &&
    reasons.some(({ code, effect }) => effect !== 'note' && PROTECTED.has(code))
  );
}

/** True where nothing but a contradiction of the incident was refused, which may be a slip. */
export function isOnlyContradiction(reasons: readonly Pick<Reason, 'code' | 'effect'>[]): boolean {
  return reasons.every(
    ({ code, effect }) =>
      effect !== 'deny' || !REFUSED_WORDS.includes(code) || code === 'incident_contradiction',
  );
}

/** True where words themselves were refused: what an officer types is his own, what a system sends may be a flood. */
export function objectsToWords(reasons: readonly Pick<Reason, 'code' | 'effect'>[]): boolean {
  return reasons.some(({ code, effect }) => effect === 'deny' && code.startsWith('narrative_'));
}

/** How far each word beside a crime points away from a case, as labelled reasons teach (`npm run learn:weights`). */
import weights from '../vocabulary/word-weights.json' with { type: 'json' };

/** Words that weigh so much together are held. */
export const HELD_FROM = 100;
/** Of a word that neither a list nor the learned reasons know. */
export const UNKNOWN_WEIGHT = weights.unknown;

const LEARNED: ReadonlyMap<string, number> = new Map(
  Object.entries(weights.words).flatMap(([weight, words]) =>
    words.split(' ').map((word): [string, number] => [word, Number(weight)]),
  ),
);

/** A word, and whether a list knows it. */
export interface LookedUpWord {
  readonly word: string;
  readonly isUnknown: boolean;
}

/** Whether neither a list nor more than a few of the learned reasons know it: it may be of another language. */
export function isStrange({ isUnknown, word }: LookedUpWord): boolean {
  return isUnknown && !LEARNED.has(word);
}

/** How far a word points away from a case: 0 not at all, `HELD_FROM` alone enough. Learned from labelled reasons. */
export function weightOf({ isUnknown, word }: LookedUpWord): number {
  return LEARNED.get(word) ?? (isUnknown ? UNKNOWN_WEIGHT : 0);
}

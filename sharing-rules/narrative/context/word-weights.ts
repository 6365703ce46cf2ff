/** How far each word beside a crime points away from a case, as labelled reasons teach (`npm run learn:weights`). */
import weights from '../vocabulary/word-weights.json' with { type: 'json' };

/** Words that weigh so much together are held. */
export const HELD_FROM = 100;
/** Of a word that neither a list nor the learned reasons know. */
export const UNKNOWN_WEIGHT = weights.unknown;

type ByWord = ReadonlyMap<string, number>;

function byWord(words: Readonly<Record<string, string>>): ByWord {
  return new Map(
    Object.entries(words).flatMap(([weight, list]) =>
      list.split(' ').map((word): [string, number] => [word, Number(weight)]),
    ),
  );
}

const LEARNED = byWord(weights.words);
/** How much more a word weighs apart from the crime, in a clause that tells none. */
const MORE_APART = byWord(weights.moreApart);

/** A word, whether a list knows it, and whether its clause tells no crime. */
export interface LookedUpWord {
  readonly word: string;
  readonly isUnknown: boolean;
  readonly isApart: boolean;
}

/** Whether neither a list nor more than a few of the learned reasons know it: it may be of another language. */
export function isStrange({ isUnknown, word }: LookedUpWord): boolean {
  return isUnknown && !LEARNED.has(word);
}

/** How far a word points away from a case: 0 not at all, `HELD_FROM` or more alone enough. Learned from labelled reasons. */
export function weightOf({ isApart, isUnknown, word }: LookedUpWord): number {
  const weight = LEARNED.get(word) ?? (isUnknown ? UNKNOWN_WEIGHT : 0);
  return isApart ? weight + (MORE_APART.get(word) ?? 0) : weight;
}

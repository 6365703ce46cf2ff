/** The learned weights as the rules read them: whole hundredths of what is held. */
import { UNKNOWN_SHARE } from './choose-limit.ts';
import type { LabelledSet } from './labelled-examples.ts';
import { learnWeights } from './learn-weights.ts';

export interface WordWeights {
  readonly about: string;
  /** What is held, as the learned weights were before they were made hundredths of it. */
  readonly limit: number;
  readonly unknown: number;
  /** By weight, the words in the order of the alphabet. */
  readonly words: Readonly<Record<string, string>>;
  /** The same, of how much more a word weighs in a clause that tells no crime. */
  readonly moreApart: Readonly<Record<string, string>>;
}

/** Lighter than this is nothing. */
const LIGHTEST = 8;
const ABOUT =
  'How far a word beside a crime points away from a case, in hundredths of what is held for a person (`limit`, before they were), learned from labelled reasons by `npm run learn:weights`; do not edit. `unknown`: of a word that stands neither here nor in another list. `moreApart`: how much more in a clause that tells no crime.';

/** @param limit the weight that is held, as `chooseLimit` found it */
export function wordWeights(sets: readonly LabelledSet[], limit: number): WordWeights {
  const examples = sets.flatMap((set) => set.examples);
  const { moreApart, of, unknown } = learnWeights(examples);
  const known = new Set(
    examples.flatMap(({ words }) => words.flatMap(({ isUnknown, word }) => (isUnknown ? [] : [word]))),
  );
  return {
    about: ABOUT,
    limit: Number(limit.toFixed(6)),
    unknown: Math.round(100 * Math.max(unknown / limit, UNKNOWN_SHARE)),
    // Of a word that is understood, nothing is what it weighs anyway.
    words: byWeight(of, limit, (word) => !known.has(word)),
    moreApart: byWeight(moreApart, limit, () => false),
  };
}

/** @param isKept whether a word that weighs nothing is listed all the same */
function byWeight(
  weights: ReadonlyMap<string, number>,
  limit: number,
  isKept: (word: string) => boolean,
): Record<string, string> {
  const lists = new Map<number, string[]>();
  for (const [word, weight] of weights) {
    const hundredths = Math.min(100, Math.round((100 * weight) / limit));
    const whole = hundredths < LIGHTEST ? 0 : hundredths;
    if (whole > 0 || isKept(word)) lists.set(whole, [...(lists.get(whole) ?? []), word]);
  }
  return Object.fromEntries(
    [...lists].sort(([a], [b]) => a - b).map(([weight, list]) => [weight, list.join(' ')]),
  );
}

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
}

/** Lighter than this is nothing. */
const LIGHTEST = 8;
const ABOUT =
  'How far a word outside the clause of a crime points away from a case, in hundredths of what is held for a person (`limit`, before they were), learned from test/programs/weights/reasons.jsonl by `npm run learn:weights`; do not edit. `unknown`: of a word that does not stand here.';

/** @param limit the weight that is held, as `chooseLimit` found it */
export function wordWeights(sets: readonly LabelledSet[], limit: number): WordWeights {
  const { of, unknown } = learnWeights(sets.flatMap(({ examples }) => examples));
  const lists = new Map<number, string[]>();
  for (const [word, weight] of of) {
    const hundredths = Math.min(100, Math.round((100 * weight) / limit));
    const whole = hundredths < LIGHTEST ? 0 : hundredths;
    lists.set(whole, [...(lists.get(whole) ?? []), word]);
  }
  return {
    about: ABOUT,
    limit: Number(limit.toFixed(6)),
    unknown: Math.round(100 * Math.max(unknown / limit, UNKNOWN_SHARE)),
    words: Object.fromEntries(
      [...lists].sort(([a], [b]) => a - b).map(([weight, list]) => [weight, list.join(' ')]),
    ),
  };
}

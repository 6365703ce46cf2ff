/** How much a word weighs is learned from labelled reasons, and what the rules read is what was learned. */
import { describe, expect, test } from '@jest/globals';
import { HELD_FROM } from '../../../sharing-rules/narrative/score.ts';
import stored from '../../../sharing-rules/narrative/vocabulary/word-weights.json' with { type: 'json' };
import { chooseLimit } from './choose-limit.ts';
import { type LabelledSet, labelledSets } from './labelled-examples.ts';
import { type Example, learnWeights, scoreOf } from './learn-weights.ts';
import { wordWeights } from './word-weights.ts';

const example = (text: string, isHonest: boolean): Example => ({
  isHonest,
  clauses: text.split(', ').map((clause) => clause.split(' ')),
  all: text.split(/,? /),
});

const repeated = (text: string, isHonest: boolean, times: number) =>
  Array.from({ length: times }, () => example(text, isHonest));

const EXAMPLES = [
  ...repeated('tools taken overnight', true, 20),
  ...repeated('tools taken he wants her', false, 5),
  ...repeated('he left', true, 5),
];

describe('learned weights', () => {
  const learned = learnWeights(EXAMPLES);
  const weight = (word: string) => learned.of.get(word) as number;

  test('are the heaviest of words that only forbidden reasons hold', () => {
    expect(weight('wants')).toBeGreaterThan(weight('he'));
    expect(weight('he')).toBeGreaterThanOrEqual(weight('tools'));
  });

  test('are never negative: no word makes up for another', () => {
    for (const word of ['overnight', 'left']) expect(weight(word)).toBe(0);
    expect(Math.min(...learned.of.values())).toBe(0);
  });

  test('are of words that stand in enough examples', () => {
    expect(learnWeights([...EXAMPLES, example('zorblat', false)]).of.has('zorblat')).toBe(false);
  });

  test('of a word that counts for more are more', () => {
    const more = EXAMPLES.map((one) => ({ ...one, times: one.isHonest ? 1 : 10 }));
    expect(learnWeights(more).of.get('wants')).toBeGreaterThan(weight('wants'));
  });

  test('add up in a clause, of which the heaviest counts; a word that nobody knows has its own', () => {
    const weights = { of: new Map([['wants', 2]]), unknown: 0.5 };
    expect(scoreOf(example('wants wants zorblat', false), weights)).toBe(4.5);
    expect(scoreOf(example('wants zorblat, wants', false), weights)).toBe(2.5);
    expect(scoreOf({ clauses: [] }, weights)).toBe(0);
  });

  test('know every word that honest reasons hold, weighed or not', () => {
    const told = EXAMPLES.map((one) => ({ ...one, all: ['burglary'] }));
    expect(learnWeights(told).of.get('burglary')).toBe(0);
  });
});

describe('the limit', () => {
  const sets: LabelledSet[] = ['one', 'two'].map((name) => ({ name, isFresh: true, examples: EXAMPLES }));

  test('lets pass what is honest of a set that was not learned from, and holds what is not', () => {
    const judged: string[] = [];
    const outcome = chooseLimit(sets, (name) => judged.push(name));
    expect(judged).toEqual(['one', 'two']);
    expect(outcome).toMatchObject({ held: 0, passed: 0 });
  });

  test('is not chosen by sets of those who know the screen', () => {
    const known = { name: 'known', isFresh: false, examples: repeated('he wants her', true, 100) };
    const judged: string[] = [];
    chooseLimit([...sets, known], (name) => judged.push(name));
    expect(judged).toEqual(['one', 'two']);
  });
});

describe('the weights that the rules read', () => {
  const byWord = (words: Readonly<Record<string, string>>) =>
    new Map(
      Object.entries(words).flatMap(([weight, list]) =>
        list.split(' ').map((word): [string, number] => [word, Number(weight)]),
      ),
    );

  test('are those that the labelled reasons teach', () => {
    const taught = wordWeights(labelledSets(), stored.limit);
    const [learned, kept] = [byWord(taught.words), byWord(stored.words)];
    // Rounding may differ between machines by one, and at the lightest a word may be left out.
    const differing = [...new Set([...learned.keys(), ...kept.keys()])].filter(
      (word) =>
        Math.abs((learned.get(word) ?? 0) - (kept.get(word) ?? 0)) > ((learned.get(word) ?? 0) > 10 ? 1 : 8),
    );
    expect(differing).toEqual([]);
    expect(kept.size).toBeGreaterThan(4_000);
  });

  test('hold four words of a clause that nobody knows, and not two', () => {
    expect(4 * stored.unknown).toBeGreaterThanOrEqual(HELD_FROM);
    expect(2 * stored.unknown).toBeLessThan(HELD_FROM);
  });

  test('are between nothing and enough, each word once', () => {
    const all = Object.values(stored.words).flatMap((list) => list.split(' '));
    expect(new Set(all).size).toBe(all.length);
    for (const weight of byWord(stored.words).values()) {
      expect(weight).toBeGreaterThanOrEqual(0);
      expect(weight).toBeLessThanOrEqual(HELD_FROM);
    }
  });
});

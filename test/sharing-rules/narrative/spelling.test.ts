/** Words that no list knows: what they were meant to be, where the vowels are missing, letters doubled, or two words meet. */
import { describe, expect, test } from '@jest/globals';
import { withVowels } from '../../../sharing-rules/narrative/left-out-vowels.ts';
import { WORDS } from '../../../sharing-rules/narrative/lexicon.ts';
import { isCorrection, rank } from '../../../sharing-rules/narrative/nearest-word.ts';
import { correct } from '../../../sharing-rules/narrative/spelling.ts';

const meant = (word: string) => correct(word).map((id) => WORDS[id]);
const bare = (word: string) => word.charAt(0) + word.slice(1).replace(/[aeiou]/g, '');

describe('a word without its vowels', () => {
  test('is a listed one that tells something, and of two the one that protects more', () => {
    const telling = [...WORDS.entries()].filter(([id]) => isCorrection(id) && rank(id) < 2);
    const best = new Map<string, number>();
    for (const [id, word] of telling)
      best.set(bare(word), Math.min(rank(id), best.get(bare(word)) ?? rank(id)));
    expect(best.size).toBeGreaterThan(1_000);
    const isRight = ([consonants, least]: readonly [string, number]) => {
      const found = withVowels(consonants);
      if (consonants.length < 5) return found === 0;
      return bare(WORDS[found] as string) === consonants && rank(found) === least;
    };
    expect([...best].filter((one) => !isRight(one))).toEqual([]);
  });

  test('keeps its first letter, and says nothing where it is no such word', () => {
    expect(WORDS[withVowels('brglry')]).toBe('burglary');
    expect(WORDS[withVowels('evctn')]).toBe('eviction');
    expect([withVowels('vlnc'), withVowels('zzzzz'), withVowels('')]).toEqual([0, 0, 0]);
  });
});

describe('a letter that stuck', () => {
  test('is taken off down to two, then to one: a tool is no toll', () => {
    expect(meant('toooool')).toEqual(['tool']);
    expect(meant('tollllll')).toEqual(['toll']);
    expect(meant('immmmigrration')).toEqual(['immigration']);
  });
});

describe('two words without a space between them', () => {
  test.each([
    ['robberysuspect', ['robbery', 'suspect']],
    ['icedetainer', ['ice', 'detainer']],
    // One letter away from what the lists object to, and no land belongs to `hom`, no hand to `home`.
    ['homland', ['homeland']],
    ['homehand', ['homeland']],
    // One letter away from an honest word; `lce` is a way to write of the agency, but not behind `vehi`.
    ['vehilce', ['vehicle']],
    // A letter is missing; nobody wrote of a trans son.
    ['transmisson', ['transmission']],
  ])('`%s` is read as %j', (word, expected) => {
    expect(meant(word)).toEqual(expected);
  });
});

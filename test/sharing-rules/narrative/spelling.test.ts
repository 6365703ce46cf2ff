/** Words that no list knows: what they were meant to be, where letters are doubled, or two words meet. */
import { describe, expect, test } from '@jest/globals';
import { findWord, WORDS } from '../../../sharing-rules/narrative/lexicon.ts';
import { correct } from '../../../sharing-rules/narrative/spelling.ts';

const meant = (word: string) => correct(word).ids.map((id) => WORDS[id]);

describe('a correction', () => {
  test('is a form of the word where only its plural is written, and else an error, which tells no event', () => {
    expect(correct('extortions')).toMatchObject({ isForm: true });
    expect(correct('exxtortion')).toMatchObject({ isForm: false });
    expect(meant('exxtortion')).toEqual(meant('extortions'));
  });

  test('is made of no common word', () => {
    for (const word of ['wasnt', 'cleaning', 'closing', 'accused', 'steering', 'paypal'])
      expect(findWord(word)).toBeGreaterThan(0);
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

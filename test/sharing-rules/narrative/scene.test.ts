/** Where a crime was, and what it was done to: told by words that stand just beside it, in its own clause. */
import { describe, expect, test } from '@jest/globals';
import { matchPhrases } from '../../../sharing-rules/narrative/match-phrases.ts';
import { isObjectOfCrime, isSceneOf } from '../../../sharing-rules/narrative/scene.ts';
import { tokenise } from '../../../sharing-rules/narrative/tokenise.ts';

/** The listed words of a text of lower case that are no crime, the longest last. */
function read(text: string) {
  const tokens = tokenise(text);
  const matches = matchPhrases(tokens);
  const words = matches.findLast(({ meaning }) => meaning.kind === 'term');
  if (words === undefined) throw new Error(`no listed words in \`${text}\``);
  return { tokens, matches, words };
}

describe('a place is the scene of a crime', () => {
  const isScene = (text: string) => {
    const { tokens, matches, words } = read(text);
    return isSceneOf(tokens, matches, words);
  };

  test.each([
    'robbery mosque',
    'robbery at the mosque',
    'robbery of the old mosque',
    'mosque burglary',
    'mosque window vandalism',
    'burglary, vandalism mosque',
  ])('where the crime stands beside it: `%s`', (text) => {
    expect(isScene(text)).toBe(true);
  });

  test.each([
    'robbery of the big old mosque',
    'mosque front window vandalism',
    'robbery, mosque',
    'mosque. burglary',
    'car by the mosque',
    'robbery of the bank, the car stood by the mosque',
  ])('and not where it stands apart: `%s`', (text) => {
    expect(isScene(text)).toBe(false);
  });
});

describe('somebody is whom a crime was done to', () => {
  const isObject = (text: string) => {
    const { tokens, matches, words } = read(text);
    return isObjectOfCrime(text, tokens, matches, words);
  };

  test.each([
    ...['of', 'on', 'against', 'to', 'at', 'from', 'into', 'toward', 'towards'].map(
      (link) => `robbery ${link} undocumented`,
    ),
    ...['a', 'an', 'the', 'our', 'his', 'her', 'their', 'two', 'three'].map(
      (article) => `robbery of ${article} undocumented`,
    ),
    'robbery of the young undocumented',
    'assault, robbery of undocumented',
  ])('where one link leads from it: `%s`', (text) => {
    expect(isObject(text)).toBe(true);
  });

  test.each([
    'robbery undocumented',
    'robbery, of undocumented',
    'robbery by undocumented',
    'robbery of the suspect undocumented',
    'robbery of a possible undocumented',
    'robbery of the poor young undocumented',
    'robbery young of undocumented',
    'search of undocumented',
    'of undocumented, robbery',
  ])('and not where it does not: `%s`', (text) => {
    expect(isObject(text)).toBe(false);
  });
});

/** Two thoughts without a comma: an honest phrase that a crime leads out of explains nothing that is grave. */
import { describe, expect, test } from '@jest/globals';
import { matchPhrases } from '../../../sharing-rules/narrative/match-phrases.ts';
import { tokenise } from '../../../sharing-rules/narrative/tokenise.ts';

/** The codes of what a text of lower case would be asked about. */
function objected(text: string): string[] {
  return matchPhrases(tokenise(text)).flatMap(({ meaning }) =>
    meaning.kind === 'term' ? [meaning.finding.code] : [],
  );
}

describe('an honest phrase', () => {
  test.each([
    'ice machine theft',
    'stolen ice machine',
    'clinic street burglary',
    'their own vehicle stripped',
    'ice highway patrol',
  ])('explains the words in it: `%s`', (text) => {
    expect(objected(text).filter((code) => /immigration|health|personal/.test(code))).toEqual([]);
  });

  test.each([
    ['ice pipe bomb', ['narrative_immigration']],
    ['ice machine gun', ['narrative_immigration']],
    ['ice pipe bomb, driver deported', ['narrative_immigration', 'narrative_immigration']],
    ['clinic street racing', ['narrative_protected_health']],
    ['illegally dumping house fire', ['narrative_immigration']],
    ['clinic drive by', ['narrative_protected_health']],
  ])('explains nothing where a crime leads out of it: `%s`', (text, codes) => {
    expect(objected(text)).toEqual(codes);
  });

  test('still explains what is not grave, whatever is grave elsewhere', () => {
    expect(objected('their own vehicle stripped, ice hold')).toEqual([
      'narrative_immigration',
      'narrative_immigration',
    ]);
  });
});

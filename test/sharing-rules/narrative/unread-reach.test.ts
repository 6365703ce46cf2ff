/** How far a word that is not understood is asked for what explains it: its clause, its neighbors, the words around it. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

function unread(justification: string) {
  const findings = screen({ code: 'stolen_vehicle', justification });
  return findings.find(({ code }) => code === 'narrative_unread')?.found ?? [];
}

const wordsOf = (justification: string) => unread(justification).map(({ words }) => words);

describe('a word that is not understood', () => {
  test.each([
    ['a place in another clause', 'stolen vehicle, seen at the lot. gay driver left on foot', 'gay'],
    ['a victim in another clause', 'stolen vehicle, victim gone, gay driver left on foot', 'gay'],
    [
      'the capital of a listed word that stands alone',
      'stolen car zorblat quibbling Planned zyxwar',
      'zorblat',
    ],
  ])('is not explained by %s: `%s`', (_, text, word) => {
    expect(wordsOf(text)).toContain(word);
  });

  test.each([
    ['the victim at the very beginning', 'V pregnant and left on foot, stolen vehicle'],
    ['what every query needs, two words behind', 'stolen vehicle by a tall zorblat, need white plate'],
    ['a capital beside it', 'stolen car at Planned Zorblat Spaces by a tall quibbling'],
  ])('is explained by %s: `%s`', (_, text) => {
    expect(wordsOf(text)).toEqual([]);
  });

  test('holds as one of two that are half of a clause without a crime', () => {
    expect(wordsOf('stolen car, zorblat quibbling')).toEqual(['zorblat', 'quibbling']);
    expect(wordsOf('stolen car, zorblat quibbling keys inside')).toEqual(['zorblat', 'quibbling']);
    expect(wordsOf('stolen car, zorblat quibbling keys left inside')).toEqual([]);
    expect(wordsOf('stolen car zorblat, quibbling')).toEqual([]);
    expect(wordsOf('stolen car zorblat quibbling')).toEqual([]);
  });

  test('is told of a victim who is named within 28 letters before it', () => {
    const behind = 'man left on foot with tools from the garage';
    expect(wordsOf(`stolen vehicle, v left the car in a big old gay ${behind}`)).toEqual([]);
    expect(wordsOf(`stolen vehicle, v left the cars in a big old gay ${behind}`)).toContain('gay');
  });
});

describe('words in letters that are not Latin', () => {
  test('are named where they stand', () => {
    expect(unread('stolen vehicle 移民局 here')).toMatchObject([{ words: '移民局', start: 15, end: 18 }]);
    expect(unread('убийство')).toMatchObject([{ words: 'убийство', start: 0, end: 8 }]);
  });

  test('are named up to five', () => {
    expect(wordsOf('stolen vehicle 一 二 三 四 五 六')).toEqual(['一', '二', '三', '四', '五']);
  });
});

/** Which words beside a crime are weighed, which of them are named, and where a spelled-out word is taken for what it means. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

const findingsIn = (justification: string) => screen({ code: 'stolen_vehicle', justification });

function wordsOf(justification: string): readonly string[] {
  const unread = findingsIn(justification).find(({ code }) => code === 'narrative_unread');
  return (unread?.found ?? []).map(({ words }) => words);
}

const denies = (justification: string) => findingsIn(justification).some(({ effect }) => effect === 'deny');

describe('the words that are named', () => {
  test('stand in the order of the text', () => {
    const named = wordsOf('stolen car zorblat quibbling wants');
    expect(named).toEqual(['zorblat', 'quibbling', 'wants']);
  });

  test('leave out what is light beside the heaviest', () => {
    expect(wordsOf('stolen car, owner wants')).toEqual(['wants']);
  });

  test('are at most five of one weight', () => {
    expect(wordsOf('stolen car wants wanting wants wants wants wants wants').length).toBeLessThanOrEqual(5);
  });
});

describe('names', () => {
  const names = ['at Zabriskie', 'near Quillan', 'from Vandeputte', 'by Oyelaran', 'at Mbeki'];

  test('are taken on trust up to three, and one more holds nothing', () => {
    for (const upTo of [1, 2, 3, 4])
      expect(wordsOf(`stolen car ${names.slice(0, upTo).join(', ')}`)).toEqual([]);
  });

  test('hold from the fifth on', () => {
    expect(wordsOf(`stolen car ${names.join(', ')}`)).toEqual(['oyelaran', 'mbeki']);
  });
});

describe('what a query needs', () => {
  test.each(['need', 'needed', 'needs', 'find'])('`%s` weighs nothing one or two words before it', (need) => {
    const heavy = 'wants';
    expect(wordsOf(`stolen car, ${heavy}, ${need} route`)).not.toContain(need);
    expect(wordsOf(`stolen car, ${heavy}, ${need} white route`)).not.toContain(need);
  });
});

describe('a word that is spelled out', () => {
  test.each([
    ['robbery, ERO = emergency risk order', false],
    ['robbery, ERO=emergency risk order', false],
    ['robbery, ICE then = paper', true],
    ['robbery, detainer = paper', true],
    ['robbery, undocumented = no paper', true],
    ['robbery, undocumented? no, no paper', false],
    ['robbery, undocumented? typo for documented', false],
    ['robbery, undocumented? yes', true],
    ['robbery, undocumented or not? no', true],
  ])('is refused no longer, where it is one: `%s`: %s', (text, isDenied) => {
    expect(denies(text)).toBe(isDenied);
  });
});

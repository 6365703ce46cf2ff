/** How the words beside a crime are weighed: which of them, as what, how heavy, and which are named. */
import { describe, expect, test } from '@jest/globals';
import { readJustification, screen } from '../../../sharing-rules/narrative/screen.ts';
import { lookedUpWord, wordsToWeigh } from '../../../sharing-rules/narrative/unread.ts';
import weights from '../../../sharing-rules/narrative/vocabulary/word-weights.json' with { type: 'json' };

function wordsOf(justification: string): readonly string[] {
  const findings = screen({ code: 'stolen_vehicle', justification });
  return (findings.find(({ code }) => code === 'narrative_unread')?.found ?? []).map(({ words }) => words);
}

function weighedIn(justification: string): readonly string[] {
  const reading = readJustification(justification);
  return wordsToWeigh(reading).map((one) => lookedUpWord(reading, one).word);
}

/** Words beside a crime that are learned to weigh between these, as the screen weighs them. */
function learnedBetween(least: number, most: number): readonly string[] {
  const lists = Object.entries(weights.words).filter(([weight]) => least <= +weight && +weight <= most);
  const words = lists
    .flatMap(([, list]) => list.split(' '))
    .filter((word) => {
      const reading = readJustification(`stolen car ${word}`);
      const isRead = reading.matches.some(({ start }) => start >= 2);
      return !isRead && weighedIn(`stolen car ${word}`).includes(word);
    });
  if (words.length === 0) throw new Error(`no word is learned to weigh ${least} to ${most}`);
  return words;
}

describe('a word', () => {
  test('of one letter or of digits is weighed as it was learned', () => {
    expect(wordsOf('stolen car, i i i i')).not.toEqual([]);
    expect(wordsOf('stolen car 205')).toEqual(['205']);
  });

  test('of rank or inquiry is known', () => {
    expect(wordsOf('stolen car sgt sgt sgt sgt')).toEqual([]);
    expect(wordsOf('stolen car investigation case detective')).toEqual([]);
  });

  test('with an apostrophe weighs what it weighs without', () => {
    expect(weighedIn("stolen car, he's")).toEqual(weighedIn('stolen car, hes'));
  });

  test('that is listed is a name beside another capital, before it or behind, and alone is none', () => {
    const unknown = 'qwibble quobble';
    expect(wordsOf(`stolen car Zorblat Planned ${unknown}`)).toEqual([]);
    expect(wordsOf(`stolen car Planned Zorblat ${unknown}`)).toEqual([]);
    expect(wordsOf(`stolen car Zorblat ${unknown}`)).toEqual([]);
    const weighed = weighedIn('stolen car Planned');
    expect(weighed).toContain('planned');
    expect(weighedIn('stolen car Planned, Zorblat')).toContain('planned');
    for (const named of ['Zorblat Planned', 'Planned Zorblat'])
      expect(weighedIn(`stolen car ${named}`)).not.toContain('planned');
  });

  test('of what every query needs weighs nothing before it, in its clause', () => {
    for (const need of ['needs', 'find']) {
      const asked = (what: string) => wordsOf(`stolen car${`, ${need}${what}`.repeat(4)}`);
      expect(asked(' path')).toEqual([]);
      expect(asked(' white path')).toEqual([]);
      expect(asked('; path')).toContain(need);
    }
    expect(wordsOf(`stolen car${', need path'.repeat(7)}`)).toEqual([]);
  });

  test('that nobody knows holds by its own clause alone', () => {
    const clause = (word: string) => `${word} keys left inside`;
    expect(wordsOf(`stolen car, ${clause('zorblat')}, ${clause('quibbling')}`)).toEqual([]);
    expect(wordsOf('stolen car, zorblat quibbling left inside')).toEqual(['zorblat', 'quibbling']);
  });
});

describe('what is named', () => {
  test('is at most five words, the heaviest, in the order of the text', () => {
    const light = learnedBetween(10, 13).slice(0, 9);
    const [heavy] = learnedBetween(35, 45);
    const named = wordsOf(`stolen car ${light.join(' car ')} car ${heavy}`);
    expect(named).toHaveLength(5);
    expect(named.at(-1)).toBe(heavy);
    expect(light.filter((word) => named.includes(word))).toEqual(named.slice(0, -1));
  });

  test('leaves out a word that is light beside the heaviest', () => {
    const [lightest] = learnedBetween(8, 12);
    expect(wordsOf(`stolen car ${lightest} 205`)).toEqual(['205']);
  });

  test('is a word of a quarter of the heaviest', () => {
    const [quarter] = learnedBetween(25, 25);
    expect(wordsOf(`stolen car ${quarter} 205`)).toEqual([quarter, '205']);
  });
});

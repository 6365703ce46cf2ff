/** The lists that people maintain are whole: each has its clause, and none can weaken a denial. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findWord, isTerm } from '../../../sharing-rules/narrative/lexicon.ts';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import ordinary from '../../../sharing-rules/narrative/vocabulary/ordinary-words.json' with { type: 'json' };
import { expandPattern, readEntries } from '../../../sharing-rules/narrative/vocabulary.ts';
import { REASON_CODES } from '../../../sharing-rules/terms.ts';

const directory = join(import.meta.dirname, '../../../sharing-rules/narrative/terms');
const lists = readdirSync(directory).map(
  (name) => [name, JSON.parse(readFileSync(join(directory, name), 'utf8'))] as const,
);

describe('term lists', () => {
  test.each(lists)('%s names its reason code, its clause, and a stable detail for every group', (_, list) => {
    expect(REASON_CODES).toContain(list.code);
    expect(list.clause).toMatch(/Policy 420|C\.R\.S\. |SB25-129/);
    const details = list.groups.map(({ detail }: { detail: string }) => detail);
    expect(new Set(details).size).toBe(details.length);
    for (const { detail, effect, withEvent, terms } of list.groups) {
      expect(detail).toMatch(/^[a-z][a-z_]+$/);
      expect(['deny', 'review', 'note']).toContain(effect);
      // Beside an event a denial is held at least, and what is grave is denied still.
      const grave = /immigration|health|administrative/.test(list.code);
      if (effect === 'deny') expect([undefined, grave ? undefined : 'review']).toContain(withEvent);
      expect(terms.length).toBeGreaterThan(0);
      expect(new Set(terms).size).toBe(terms.length);
    }
  });

  test('every kind of prohibition of Policy 420.5 has a list that denies', () => {
    const denied = new Set(
      readEntries().flatMap(({ meaning }) =>
        meaning.kind === 'term' && meaning.finding.effect === 'deny' ? [meaning.finding.code] : [],
      ),
    );
    for (const code of [
      'immigration',
      'minor_traffic',
      'personal',
      'protected_health',
      'federal_assist',
      'pretext',
    ]) {
      expect(denied).toContain(`narrative_${code}`);
    }
  });

  test('a pattern stands for each of its alternatives', () => {
    expect(expandPattern('expired plate|tag')).toEqual([
      ['expired', 'plate'],
      ['expired', 'tag'],
    ]);
    expect(expandPattern('order of? removal')).toEqual([
      ['order', 'removal'],
      ['order', 'of', 'removal'],
    ]);
    expect(() => expandPattern('a||b')).toThrow('empty alternative');
  });

  test('words that are left alone are no form of what the lists object to', () => {
    const words = ordinary.words.split(' ');
    expect(words.filter((word) => findWord(word) > 0)).toEqual([]);
    expect(words.filter((word) => word.endsWith('s') && isTerm(findWord(word.slice(0, -1))))).toEqual([]);
    for (const word of words) expect(screen({ code: 'violent_crime', justification: word })).not.toEqual([]);
  });
});

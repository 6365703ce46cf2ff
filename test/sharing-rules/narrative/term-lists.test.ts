/** The lists that people maintain are whole: each has its clause, and none can weaken a denial. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findWord, LEMMAS, telling, WORDS } from '../../../sharing-rules/narrative/lexicon.ts';
import names from '../../../sharing-rules/narrative/vocabulary/names.json' with { type: 'json' };
import plainWords from '../../../sharing-rules/narrative/vocabulary/plain-words.json' with { type: 'json' };
import { expandPattern, readEntries, termEntries } from '../../../sharing-rules/narrative/vocabulary.ts';
import { REASON_CODES } from '../../../sharing-rules/terms/decision.ts';

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
    for (const { detail, effect, withEvent, words = '', terms = [] } of list.groups) {
      const all = [...words.split(' ').filter(Boolean), ...terms];
      expect(detail).toMatch(/^[a-z][a-z_]+$/);
      expect(['deny', 'review', 'note']).toContain(effect);
      // Beside an event a denial is held at least, and what is grave is denied still.
      const grave = /immigration|health|administrative/.test(list.code);
      if (effect === 'deny') expect([undefined, grave ? undefined : 'review']).toContain(withEvent);
      expect(all.length).toBeGreaterThan(0);
      expect(new Set(all).size).toBe(all.length);
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

  test('a word stands for its forms', () => {
    expect(expandPattern('window+|entry+')).toEqual([['window'], ['windows'], ['entry'], ['entries']]);
    expect(expandPattern('rob**')).toEqual([['rob'], ['robs'], ['robbing'], ['robbed']]);
    expect(expandPattern('smash*|strike*struck')).toEqual(
      ['smash', 'smashes', 'smashing', 'smashed', 'strike', 'strikes', 'striking', 'struck'].map((word) => [
        word,
      ]),
    );
  });

  const list = (group: object, code = 'narrative_personal') => ({
    code,
    clause: 'Policy 420',
    groups: [{ detail: 'sample', effect: 'review', terms: ['sample|example term', 'more of? it'], ...group }],
  });

  test('a group is a finding for each phrase of each of its terms, the same whether or not an event is told', () => {
    const finding = { code: 'narrative_personal', effect: 'review', detail: 'sample' };
    expect(termEntries(list({}))).toEqual(
      [
        ['sample', 'term'],
        ['example', 'term'],
        ['more', 'it'],
        ['more', 'of', 'it'],
      ].map((words) => ({ words, meaning: { kind: 'term', finding, withEvent: finding } })),
    );
  });

  test('a group may say less beside an event', () => {
    const [entry] = termEntries(list({ withEvent: 'note' }));
    expect(entry?.meaning).toMatchObject({ finding: { effect: 'review' }, withEvent: { effect: 'note' } });
  });

  test('a list that would weaken a denial, or says what nobody knows, is not loaded', () => {
    expect(() => termEntries(list({ effect: 'deny', withEvent: 'note' }))).toThrow(
      'denies and has `withEvent`',
    );
    const held = { effect: 'deny', withEvent: 'review' };
    expect(() => termEntries(list(held))).not.toThrow();
    for (const code of ['immigration', 'protected_health'].map((name) => `narrative_${name}`)) {
      expect(() => termEntries(list(held, code))).toThrow('denies and has `withEvent` of `review`');
    }
    expect(() => termEntries(list(held, 'judicial_process_administrative'))).toThrow('denies and has');
    expect(() => termEntries(list({ effect: 'permit' }))).toThrow('unknown effect `permit`');
    expect(() => termEntries(list({ withEvent: 'nothing' }))).toThrow('unknown effect `nothing`');
    expect(() => termEntries(list({}, 'narrative_weather'))).toThrow(
      'unknown reason code `narrative_weather`',
    );
    expect(() => termEntries(list({ effect: 'deny' }))).not.toThrow();
  });

  test('a phrase of which a single word would be left is not loaded', () => {
    expect(telling(['order', 'of', 'removal']).map((id) => WORDS[id])).toEqual(['order', 'removal']);
    expect(telling(['ice']).map((id) => WORDS[id])).toEqual(['ice']);
    for (const phrase of [['of'], ['the', 'car'], ['of', 'the']]) {
      expect(() => telling(phrase)).toThrow('fewer than two words that count');
    }
  });

  test('words of one meaning are one word, and what is told by a word is told by several of it', () => {
    const lemmaOf = (word: string) => WORDS[LEMMAS[findWord(word)] as number];
    for (const word of ['car', 'truck', 'vehiculo']) expect(lemmaOf(word)).toBe('vehicle');
    for (const word of ['sample', 'samples', 'bond', 'bonds']) {
      expect(lemmaOf(word)).toBe(word.replace(/s$/, ''));
    }
    for (const word of ['vehicles', 'police', 'immigrants']) {
      expect(lemmaOf(word)).toBe(word === 'vehicles' ? 'vehicle' : word);
    }
    for (const word of ['papers', 'cards', 'belts', 'raids', 'kings']) expect(lemmaOf(word)).toBe(word);
    expect(findWord('about')).toBeGreaterThan(0);
    expect(lemmaOf('words')).not.toBe('about');
  });

  test('every word that says nothing by itself is known', () => {
    const { about: _, ...plain } = plainWords;
    const words = [...Object.values(plain), names.words].join(' ').split(' ');
    expect(words.filter((word) => findWord(word) === 0)).toEqual([]);
  });
});

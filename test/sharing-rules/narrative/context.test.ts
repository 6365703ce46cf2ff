/** The small readers on which a word's frame rests: names by their capitals, the asker's statements, clauses, questions. */
import { describe, expect, test } from '@jest/globals';
import { askBack } from '../../../sharing-rules/narrative/context/ask-back.ts';
import { attestedPlaces, statedOf } from '../../../sharing-rules/narrative/context/attested.ts';
import { capitalsOf } from '../../../sharing-rules/narrative/context/capitals.ts';
import { clauseAround } from '../../../sharing-rules/narrative/context/clause-around.ts';
import { isToldOfSomebody } from '../../../sharing-rules/narrative/context/whose.ts';
import type { Attestation } from '../../../sharing-rules/terms/query.ts';

describe('words written as names', () => {
  test.each([
    ['robbery by Marcus Ice', ['marcus', 'ice']],
    ["stolen from Rita's shop", ['ritas']],
    ['ROBBERY BY MARCUS Ice', []],
    ['Robbery of the store', []],
    ['theft. Ice was there', []],
    ['theft!  Ice was there', []],
    ['theft.   Ice was there', ['ice']],
    ['theft.x Ice was there', ['ice']],
    ['. Ice was there', []],
    [' Ice was there', ['ice']],
    ['theft?\nIce was there', []],
    ['theft\r Ice was there', []],
    ['stolen\nIce', []],
    ['stolen x Ice', ['ice']],
    ["seen by O'Brien", []],
    ...[...'azAZ'].map((letter): [string, string[]] => [`stolen ${letter}Ice`, []]),
    ...[...'@[`{-('].map((sign): [string, string[]] => [`stolen ${sign}Ice`, ['ice']]),
  ])('are found in `%s`', (text, names) => {
    expect([...capitalsOf(text)]).toEqual(names);
  });
});

describe('what the asker says words are', () => {
  const ice: Attestation = { words: ' Ice ', is: 'name_or_place' };

  test('holds for whole words alone', () => {
    const placed = attestedPlaces('ice, police ice9 iced ice', [ice]);
    expect(placed).toEqual([
      { start: 0, end: 3, is: 'name_or_place' },
      { start: 22, end: 25, is: 'name_or_place' },
    ]);
    expect(attestedPlaces('9ice xice', [ice])).toEqual([]);
  });

  test('is looked at for sixteen places and statements, and for no empty words', () => {
    expect(attestedPlaces('ice '.repeat(20), [ice])).toHaveLength(16);
    const other: Attestation = { words: 'van', is: 'name_or_place' };
    expect(attestedPlaces('ice', [...Array<Attestation>(16).fill(other), ice])).toEqual([]);
    expect(attestedPlaces('ice', [...Array<Attestation>(15).fill(other), ice])).toHaveLength(1);
    expect(attestedPlaces('ice', [{ ...ice, words: '  ' }])).toEqual([]);
  });

  test.each([
    ['the same words', 5, 8],
    ['words among them', 6, 8],
    ['words around them', 4, 9],
    ['words that begin as they do', 5, 7],
    ['more words that begin so', 5, 9],
    ['more words that end so', 4, 8],
  ])('is said of %s', (_, start, end) => {
    expect(statedOf([{ start: 5, end: 8, is: 'name_or_place' }], start, end)).toBe('name_or_place');
  });

  test.each([
    ['words that only begin among them', 6, 9],
    ['words that only end among them', 4, 7],
    ['other words', 9, 12],
  ])('is not said of %s', (_, start, end) => {
    expect(statedOf([{ start: 5, end: 8, is: 'name_or_place' }], start, end)).toBeUndefined();
  });
});

describe('the clause around words', () => {
  const around = (text: string) => {
    const start = text.indexOf('ice');
    return clauseAround(text, start, start + 3);
  };

  test('ends at a stop, a comma, a stroke, a line and a dash between spaces', () => {
    for (const sign of [...',.;:?!()/\n\r', ' - ', ' -- '])
      expect(around(`far${sign}near ice here${sign}gone`)).toEqual({ before: ['near'], after: ['here'] });
    expect(around(',ice,')).toEqual({ before: [], after: [] });
    expect(around(", rita's 2 @ ice vic's-end")).toEqual({
      before: ['ritas', '2', '@'],
      after: ['vics', 'end'],
    });
  });

  test('is cut where it is long', () => {
    const { before, after } = around(`${'a'.repeat(95)} ice ${'b'.repeat(95)}`);
    expect([before[0]?.length, after[0]?.length]).toEqual([89, 89]);
  });
});

describe('whom words are told of', () => {
  test.each([
    ...[
      'works for',
      'he works at the',
      'worked with',
      'employed by',
      'lost his job with',
      'retired from',
      'former',
    ],
    ...[
      'off duty',
      'owned by an',
      'belonging to the',
      'leased from',
      'causing',
      'resulting in her',
      'victim fears',
      'susp targets',
      'burglars preying on',
    ],
  ])('is somebody behind `%s`', (before) => {
    expect(isToldOfSomebody(before.split(' '))).toBe(true);
  });

  test.each([
    ...['works with', 'works', 'working for', 'driven by', 'caused by', 'former man in', 'owned', ''],
    ...[
      'owned by him near',
      'causing a crash with',
      'fears him with',
      'susp targets homes of',
      'agents target',
    ],
  ])('is nobody behind `%s`', (before) => {
    expect(isToldOfSomebody(before.split(' '))).toBe(false);
  });
});

describe('a crime asked back', () => {
  /** For every word of the text, as if no list had any. */
  const asked = (text: string, isRead = false) => {
    const places = [...text.matchAll(/\w+/g)].map(({ 0: word, index }) => ({
      ...{ start: index, end: index + word.length, isRead },
    }));
    return askBack('justification', text, places).map(({ words, meant }) => `${words}: ${meant}`);
  };

  test.each([
    ['rap', []],
    ['rpae', ['rpae: rape']],
    ['wxxrnt', []],
    ['fxgitxve', ['fxgitxve: fugitive']],
    ['murrxer', ['murrxer: murder']],
    ['wtarr', ['wtarr: warrant']],
    ['homic', ['homic: homicide']],
    ['hmic', []],
    ['warrxn', ['warrxn: warrant']],
    ['burgxar', ['burgxar: burglary']],
    ['brglar', ['brglar: burglary']],
    ['hit and run', []],
    ['hit and ran', ['hit and ran: hit and run']],
    ['hxt and rxn', []],
    ['he did a hit and ran', ['hit and ran: hit and run']],
  ])('is what is near: %s', (text, meant) => {
    expect(asked(text)).toEqual(meant);
  });

  test('is not cut short where the word was read as another', () => {
    expect(asked('wtarr', true)).toEqual([]);
    expect(asked('rpae', true)).toEqual(['rpae: rape']);
  });

  test('is sought in the first twelve words, and for three of them', () => {
    const twelfth = `${'x '.repeat(11)}rpae`;
    expect(asked(twelfth)).toEqual(['rpae: rape']);
    expect(asked(`x ${twelfth}`)).toEqual([]);
    expect(asked(`${'x '.repeat(9)}hit and ran`)).toEqual(['hit and ran: hit and run']);
    expect(asked(`${'x '.repeat(10)}hit and ran`)).toEqual([]);
    expect(asked('rpae rpae rpae rpae')).toHaveLength(3);
  });
});

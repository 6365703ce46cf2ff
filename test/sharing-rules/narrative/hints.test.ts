/** What makes a narrative that nobody can place a reason all the same: sections of law, deeds, words cut short. */
import { describe, expect, test } from '@jest/globals';
import { hintsAtEvent } from '../../../sharing-rules/narrative/hints.ts';
import { findWord, WORDS } from '../../../sharing-rules/narrative/lexicon.ts';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import { noTokens } from '../../../sharing-rules/narrative/tokens.ts';
import { readEntries } from '../../../sharing-rules/narrative/vocabulary.ts';

const DEED = /(ing|tion|sion|icide|ism|napped|jacked)$/;

const hints = (text: string, unfamiliar: readonly string[] = [], words: readonly string[] = []) =>
  hintsAtEvent(text, { ...noTokens(), words: words.map(findWord), unknown: [...unfamiliar] }, unfamiliar);

describe('a section of a law', () => {
  test.each([
    ...['crs 18-4-409', 'c.r.s. 18-4-409', '18-4-409 crs', '18-4-409', '18-4.5-409', 'c. r. s. § 18-3-202'],
    ...[
      'pc 487',
      '487 pc',
      'p.c. 487',
      '11377 hs',
      '11377(a) h&s',
      'h&s 11377',
      '23152(a)(b) vc',
      'cvc 23152',
    ],
    ...[
      'usc 2119',
      'u.s.c. 2119',
      '18 u.s.c. 2119',
      'wi 5150',
      'bp 4140',
      'rcw 9a.56',
      '9a.56 rcw',
      'ilcs 5:16',
    ],
    ...[
      'mcl 750',
      'rsmo 570',
      'ars 13-1802',
      'nrs 205',
      'ors 164',
      'fs 812',
      'fss 812',
      'f 812 fs',
      'ksa 21-58',
    ],
    ...['nmsa 30-16', 'penal code 487', 'penal code. 487', 'vc 10851'],
  ])('is seen in `%s`', (text) => {
    expect(hints(text)).toBe(true);
  });

  test.each([
    ...['pc 2', '2 pc', 'pc', '487', '4-409', '18-4', '18-409', '118-4-409', '18-4-4091', 'cars 4 sale'],
    ...['apc 487', '487 pcx', 'xx 487'],
  ])('is none in `%s`', (text) => {
    expect(hints(text)).toBe(false);
  });
});

describe('a deed', () => {
  test.each([...['abcing', 'defenestration', 'abcsion', 'feticide', 'vampirism', 'catnapped', 'lambjacked']])(
    'is what ends as `%s`',
    (word) => {
      expect(hints('', [word])).toBe(true);
      expect(hints('', ['zorblat', word])).toBe(true);
    },
  );

  test.each(['king', 'ation', 'zorblat', 'ingots', 'actions', 'stationer', 'kingship', 'abcingot'])(
    'is not what ends as `%s`',
    (word) => {
      expect(hints('', [word])).toBe(false);
    },
  );
});

describe('an unfamiliar word', () => {
  test('beside one that says nothing is a reason for a person to read, by itself it is none', () => {
    expect(hints('', ['zorblat'], ['vehicle'])).toBe(true);
    expect(hints('', ['zorblat'], ['sergeant', 'vehicle'])).toBe(true);
    expect(hints('', ['zorblat'], ['sergeant'])).toBe(false);
    expect(hints('', ['zorblat'], [''])).toBe(false);
    expect(hints('', ['zorblat'])).toBe(false);
    expect(hints('', [], ['vehicle'])).toBe(false);
  });

  test('that an event begins with is that event, cut short', () => {
    const events = readEntries().flatMap(({ words, meaning }) =>
      meaning.kind === 'event' && words.length === 1 ? words : [],
    );
    const cuts = events.flatMap((word) => [...word].map((_, length) => word.slice(0, length)));
    const isCut = (word: string) => hints('', [word]);
    expect(cuts.filter((word) => isCut(word) !== word.length > 3)).toEqual([]);
    const whole = events.filter((word) => !WORDS.some((other) => other !== word && other.startsWith(word)));
    expect(whole.length).toBeGreaterThan(500);
    expect(whole.filter((word) => isCut(word) && !DEED.test(word))).toEqual([]);
    for (const word of ['zorb', 'zorblats']) expect(hints('', [word])).toBe(false);
  });
});

describe('a narrative of words that say nothing', () => {
  const about = (justification: string) =>
    screen({ code: 'exigent_life_safety', justification }).map(({ effect, detail }) => `${effect} ${detail}`);

  test.each([
    ['utteri', 'review no_event'],
    ['crs 18-9-999', 'review no_event'],
    ['zorblat vehicle', 'review no_event'],
    ['vehicle plate check run', 'deny nothing_stated'],
    ['vehicle plate check run car tag veh', 'deny nothing_stated'],
    ['vehicle plate check run car tag veh number', 'review no_event'],
    ['detective zorblat vehicle plate', 'deny name_only'],
    ['detective zorblat vehicle plate check', 'review no_event'],
    ['detective zorblat', 'deny name_only'],
    ['John Zorblat vehicle', 'deny name_only'],
    ['John zqx vehicle', 'deny nothing_stated'],
    ['John', 'deny name_only'],
    ['detective', 'deny nothing_stated'],
    ['26-18499', 'deny number_or_plate_only'],
    ['KLM4599 xyz', 'deny unreadable'],
    ['xyz', 'deny unreadable'],
    ['zorblat', 'deny unreadable'],
    ['inv zorblat', 'deny investigation_only'],
    ['inv vehicle', 'deny investigation_only'],
  ])('`%s`: %s', (text, answer) => {
    expect(about(text)).toEqual([answer]);
  });
});

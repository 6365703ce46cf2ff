/**
 * Plain English is no crime: sentences of no police matter tell no event that lets a query pass without an incident,
 * whatever purpose is stated for them.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import { COMMON, DEED_WORDS, readEntries } from '../../../sharing-rules/narrative/vocabulary.ts';
import purposes from '../../../sharing-rules/terms/data/purposes.json' with { type: 'json' };
import sentences from './plain-english.json' with { type: 'json' };

const CODES = purposes.approved.map(({ code }) => code);

/** The purposes under which nothing in the words holds or denies. */
function permittedUnder(justification: string): string[] {
  return CODES.filter((code) => screen({ code, justification }).every(({ effect }) => effect === 'note'));
}

/** Words that some event is told with. */
const TELLING = new Set([
  ...readEntries().flatMap(({ meaning, words }) => (meaning.kind === 'event' ? words : [])),
  ...DEED_WORDS.map(({ word }) => word),
]);
const PLAIN = [...COMMON].filter((word) => !TELLING.has(word));

describe('plain English', () => {
  test('three hundred ordinary sentences are permitted under no purpose', () => {
    expect(sentences.length).toBeGreaterThan(300);
    const permitted = sentences.flatMap((sentence) => {
      const codes = permittedUnder(sentence);
      return codes.length > 0 ? [{ sentence, codes }] : [];
    });
    expect(permitted).toEqual([]);
  });

  test('no sentence of the commonest words is, as long as it names no crime', () => {
    expect(PLAIN.length).toBeGreaterThan(4_000);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PLAIN), { minLength: 2, maxLength: 14 }), (words) => {
        expect(permittedUnder(words.join(' '))).toEqual([]);
      }),
      { numRuns: 500, seed: 34 },
    );
  });

  test.each([
    "he wasn't home yesterday",
    'PayPal',
    'cleaning lady',
    'closing date',
    "victim's ex",
    'steering',
    'accused',
    'mailbox',
    'medication',
    'dealer',
  ])('`%s` is no crime', (text) => {
    expect(permittedUnder(text)).toEqual([]);
  });

  test('a crime that is mistyped, joined or without its vowels is asked back, and no event by itself', () => {
    for (const text of ['burglry at a store', 'hmoicide', 'warrantservice', 'armedrobbery']) {
      expect(permittedUnder(text)).toEqual([]);
      expect(screen({ code: 'violent_crime', justification: text })).toContainEqual(
        expect.objectContaining({ code: 'purpose_vague', effect: 'review', detail: 'did_you_mean' }),
      );
    }
  });
});

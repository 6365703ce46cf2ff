/** Laws of the screen: a prohibited term stays found however it is dressed, and more text never lets it pass. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import { readEntries } from '../../../sharing-rules/narrative/vocabulary.ts';
import type { Finding } from '../../../sharing-rules/terms/decision.ts';
import { anySign } from '../text/any-sign.ts';

interface Term {
  readonly word: string;
  readonly finding: Finding;
  /** Beside an event: the same, or held where the word may be of an honest story. */
  readonly withEvent: Finding;
}

const TERMS: Term[] = readEntries().flatMap(({ words, meaning }) => {
  const [word] = words;
  const single = words.length === 1 && word !== undefined && /^[a-z]{3,}$/.test(word);
  return single && meaning.kind === 'term' && meaning.finding.effect === 'deny'
    ? [{ word, finding: meaning.finding, withEvent: meaning.withEvent }]
    : [];
});

const CYRILLIC: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  x: 'х',
  y: 'у',
};
const LEET: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' };
const letters = (word: string, change: (letter: string) => string) => [...word].map(change).join('');
const from = (first: number) => (letter: string) => String.fromCodePoint(first + letter.charCodeAt(0) - 97);

const DISGUISES: Readonly<Record<string, (word: string) => string>> = {
  'upper case': (word) => word.toUpperCase(),
  'spaced letters': (word) => [...word].join(' '),
  'dotted letters': (word) => [...word].join('.'),
  'hyphenated letters': (word) => [...word.toUpperCase()].join('-'),
  'zero-width spaces': (word) => [...word].join('\u200b'),
  'soft hyphens': (word) => [...word].join('\u00ad'),
  'zero-width joiners': (word) => [...word].join('\u200d'),
  'Cyrillic look-alikes': (word) => letters(word, (letter) => CYRILLIC[letter] ?? letter),
  'full width': (word) => letters(word, from(0xff41)),
  'mathematical bold': (word) => letters(word, from(0x1d41a)),
  'circled letters': (word) => letters(word, from(0x24d0)),
  'squared letters': (word) => letters(word, from(0x1f170)),
  'regional indicators': (word) => letters(word, from(0x1f1e6)),
  accents: (word) => letters(word, (letter) => `${letter}\u0301`),
  'URL encoding': (word) => letters(word, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  'URL encoding, twice': (word) => letters(word, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
  'plus signs': (word) => `suspect+saw+${word}+`,
  'HTML entities': (word) => letters(word, (letter) => `&#${letter.charCodeAt(0)};`),
  'escaped code units': (word) => letters(word, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  'one digit for a letter': (word) => word.replace(/[aeiost]/, (letter) => LEET[letter] ?? letter),
  'one letter repeated': (word) => word.replace(/[a-z]$/, (letter) => letter.repeat(4)),
  'a possessive': (word) => `${word}'s`,
  quotes: (word) => `"${word}"`,
  underscores: (word) => `_${word}_`,
};

const term = fc.constantFrom(...TERMS);
const honest = fc
  .array(
    fc.constantFrom(
      'robbery',
      'suspect',
      'stolen',
      'vehicle',
      'police',
      'Thornton',
      'ice cream truck,',
      'Federal Heights',
      '25-10234',
      'justice center',
    ),
    { maxLength: 6 },
  )
  .map((words) => words.join(' '));

const has = (findings: readonly Finding[], { code, effect, detail }: Finding) =>
  findings.some((found) => found.code === code && found.effect === effect && found.detail === detail);

describe('a term that denies', () => {
  test.each(Object.keys(DISGUISES))('is found in %s, among honest words', (name) => {
    const disguise = DISGUISES[name] as (word: string) => string;
    fc.assert(
      fc.property(honest, term, honest, (before, { word, finding, withEvent }, after) => {
        const justification = `${before}. ${disguise(word)}. ${after}`;
        // Beside a name it may be read as one: then it is held.
        const isFound = screen({ code: 'violent_crime', justification }).some(
          ({ code, effect }) =>
            code === 'context_needs_review' ||
            (code === finding.code && (effect === 'deny' || effect === withEvent.effect)),
        );
        expect(isFound).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('stays found whatever sentence is written before or behind it', () => {
    const anything = fc.string({ unit: anySign, maxLength: 60 });
    fc.assert(
      fc.property(anything, term, anything, (before, { word, finding, withEvent }, after) => {
        const findings = screen({ code: 'violent_crime', justification: `${before}. ${word}. ${after}` });
        expect(has(findings, finding) || has(findings, withEvent)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('is denied beside an event where it is grave, else held at least', () => {
    for (const { finding, withEvent } of TERMS) {
      const grave = ['narrative_immigration', 'narrative_protected_health'].includes(finding.code);
      expect([finding, withEvent.effect]).toEqual([
        finding,
        grave ? 'deny' : expect.stringMatching(/^(deny|review)$/),
      ]);
    }
  });

  test('is not outweighed: text added to a narrative lets none of its prohibitions pass', () => {
    const narrative = fc.array(
      fc.oneof(
        term.map(({ word }) => word),
        honest,
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(narrative, narrative, (first, second) => {
        const code = 'property_crime_felony';
        const alone = screen({ code, justification: first.join(', ') });
        const together = screen({
          code,
          justification: `${second.join(', ')}. ${first.join(', ')}. ${second.join(', ')}`,
        });
        for (const finding of alone) {
          const { code, effect, detail } = finding;
          if (effect !== 'deny' || code === 'purpose_vague') continue;
          const beside = TERMS.find((one) => one.finding.code === code && one.finding.detail === detail);
          // The contradiction goes with what is denied for good.
          if (code === 'purpose_contradiction') continue;
          // Beside a crime, a word may be read in a frame: then it is held.
          const isHeld = together.some((one) => one.code === 'context_needs_review');
          expect(isHeld || has(together, finding) || has(together, beside?.withEvent ?? finding)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the screen', () => {
  const anyText = fc.oneof(
    fc.string({ unit: anySign }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: anySign, minLength: 500, maxLength: 2000 }),
  );

  test('answers any text, and the same text alike', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const purpose = { code: 'stolen_vehicle', justification: text, supervisor: text, caseNumber: text };
        expect(screen(purpose)).toEqual(screen(purpose));
      }),
      { numRuns: 100 },
    );
  });

  test('names kinds of terms in its findings and never repeats the text', () => {
    fc.assert(
      fc.property(honest, term, (words, { word }) => {
        for (const { detail } of screen({ code: 'violent_crime', justification: `${words} ${word}` })) {
          expect(detail).toMatch(/^[a-z_]+$/);
        }
      }),
      { numRuns: 100 },
    );
  });
});

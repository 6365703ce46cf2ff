/** No words that are written before or behind a refused reason get it permitted: not a crime, not a name, not a denial. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeReason } from '../../bench/judge/judge-reason.ts';
import groups from './fresh-reasons.json' with { type: 'json' };

const texts = (keep: (answer: string) => boolean): readonly string[] =>
  groups.flatMap(({ answers }) =>
    Object.entries(answers as Readonly<Record<string, readonly string[]>>).flatMap(([answer, of]) =>
      keep(answer) ? of : [],
    ),
  );

const effectOf = (text: string) => judgeReason({ line: 1, text, group: '', verdict: '' }).decision.effect;

const REFUSED = texts((answer) => /deny narrative_(immigration|protected_health|personal: own)/.test(answer));
const HONEST = texts((answer) => answer === 'permit');
const NEGATIONS = ['not ', 'no ', 'neg for ', 'nothing to do with ', 'never ', 'without '];
const FRAMES = [
  'robbery at ',
  'victim is ',
  'stolen from ',
  'posed as ',
  'threatened with ',
  'aka ',
  'theft, owner ',
];
const ENDS = [' LLC', ' office', ' St', ' Ranch', ', no', ' negative'];

describe('a refused reason', () => {
  const refused = fc.constantFrom(...REFUSED);
  const honest = fc.constantFrom(...HONEST);

  test.each([
    [
      'an honest one before and behind it',
      fc.tuple(
        honest.map((text) => `${text}, `),
        honest.map((text) => `, ${text}`),
      ),
    ],
    [
      'a denial of it',
      fc.tuple(
        fc.constantFrom(...NEGATIONS),
        honest.map((text) => `, ${text}`),
      ),
    ],
    ['a frame around it', fc.tuple(fc.constantFrom(...FRAMES), fc.constantFrom(...ENDS))],
  ])('is not permitted with %s', (_, around) => {
    fc.assert(
      fc.property(refused, around, (text, [before, behind]) => {
        expect(effectOf(`${before}${text}${behind}`)).not.toBe('permit');
      }),
      { numRuns: 1_500 },
    );
  });
});

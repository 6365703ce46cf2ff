/** No words that are written before or behind a refused reason get it permitted: not a crime, not a name, not a denial. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import { judgeReason } from '../../programs/bench/judge/judge-reason.ts';
import { REASONS } from '../../programs/weights/labelled-examples.ts';

const textsOf = (answer: string, group: string) =>
  REASONS.flatMap((one) => (one.answer === answer && one.group === group ? [one.text] : []));

const effectOf = (text: string) => judgeReason({ line: 1, text, group: '', verdict: '' }).decision.effect;

const REFUSED = textsOf('deny', 'forbidden, immigration').filter((justification) =>
  screen({ code: 'violent_crime', justification }).some(
    ({ code, effect }) => effect === 'deny' && code === 'narrative_immigration',
  ),
);
const HONEST = textsOf('permit', 'honest');
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
      { numRuns: 500 },
    );
  });
});

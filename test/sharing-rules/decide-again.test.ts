/** A logged decision taken again from its input alone: with what the commit asked of the records about to leave. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../sharing-rules/decide.ts';
import { decideAgain } from '../../sharing-rules/decide-again.ts';
import { fulfil } from '../../sharing-rules/fulfil.ts';
import { anyInput } from './random-input.ts';
import { inputOf } from './read-corpus.ts';

const INPUT = inputOf({ given: {} });

test('it is the decision of the rules, of which a permit holds only if the records about to leave fulfil it', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { query, usage } = input;
      expect(decideAgain(input, false)).toEqual(
        fulfil(decide(input), { count: usage.releasing, from: query.from }),
      );
      expect(decideAgain(input, true)).toEqual(decide(input));
    }),
  );
});

test('a permit is denied where more records were about to leave than it caps, but not that of a dry run, which looks nothing up', () => {
  const { query, usage } = INPUT;
  const input = { ...INPUT, query: { ...query, limit: 2 }, usage: { ...usage, releasing: 3 } };
  expect(decide(input).effect).toBe('permit');
  expect(decideAgain(input, false)).toMatchObject({ effect: 'deny', reasons: [{ code: 'rule_failed' }] });
  expect(decideAgain(input, true).effect).toBe('permit');
});

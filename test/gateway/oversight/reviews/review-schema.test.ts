import { describe, expect, test } from '@jest/globals';
import { validateSearch } from '../../../../gateway/oversight/reviews/review.schema.ts';

describe('a search of reviews', () => {
  test('goes on after an id, and refuses what the database could not read as one', () => {
    expect(validateSearch({ after: '0c28f8d3-2b26-4c47-a490-757b0dcc77dc' })).toBe(true);
    for (const after of ['-'.repeat(36), 'a'.repeat(36), '', '1']) {
      expect(validateSearch({ after })).toBe(false);
    }
  });
});

/** A number with its noun. */
import { describe, expect, test } from '@jest/globals';
import { counted } from '../../../sharing-rules/text/counted.ts';

describe('a number with its noun', () => {
  test('has the noun in the plural unless it is one', () => {
    expect([0, 1, 2].map((count) => counted(count, 'read'))).toEqual(['0 reads', '1 read', '2 reads']);
    expect([1, 2].map((count) => counted(count, 'entry', 'entries'))).toEqual(['1 entry', '2 entries']);
  });
});

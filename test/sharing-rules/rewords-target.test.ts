/** Which refused query another one may be a rewording of. */
import { describe, expect, test } from '@jest/globals';
import { rewordsTarget } from '../../sharing-rules/rewords-target.ts';
import type { Query } from '../../sharing-rules/terms/query.ts';

const asked = (number: string | null, caseNumber?: string) =>
  ({
    purpose: { code: 'stolen_vehicle', ...(caseNumber === undefined ? {} : { caseNumber }) },
    ...(number === null ? {} : { plate: { number, match: 'exact' } }),
  }) as unknown as Query;

describe('a query may be a rewording', () => {
  test('of one for the same plate, whatever the case, or as a camera could have misread it', () => {
    expect(rewordsTarget(asked('ABC0', 'CR-1'), asked('ABC0', 'CR-2'))).toBe(true);
    expect(rewordsTarget(asked('ABCO'), asked('ABC0'))).toBe(true);
  });

  test('of one under the same case, whatever the plate, with and without hyphens', () => {
    expect(rewordsTarget(asked('ABC1', 'CR-2026-1'), asked('XYZ2', 'CR20261'))).toBe(true);
  });

  test('of no other, and two without a plate or a case have nothing in common', () => {
    expect(rewordsTarget(asked('ABC1', 'CR-1'), asked('XYZ2', 'CR-2'))).toBe(false);
    expect(rewordsTarget(asked(null), asked(null))).toBe(false);
  });
});

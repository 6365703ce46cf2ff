import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

/** Prohibitions that are refused, or noted beside a hold. */
function denials(justification: string): string[] {
  return screen({ code: 'stolen_vehicle', justification })
    .filter(({ code }) => /immigration|health/.test(code))
    .map(({ code }) => code);
}

describe('a prohibited word', () => {
  test.each([
    'stolen vehicle, xximmigrationxx',
    'stolenforicedetainerq',
    'stolen vehicle zzzdeportzz',
    'burglarydetainerqq',
    'stolen vehicle qqabortionqq',
    `${'stolenvehicleicedetainer'.repeat(80)}stol`,
  ])('is found among letters of no word: %s', (justification) => {
    expect(denials(justification)).not.toEqual([]);
  });

  test.each([
    'stolen car seen near Churchill and Bordertown Road',
    'burglary, suspect worked at Hormann Doors',
    'car stolen from the Alienware store',
    'stolen Porter truck, plate reported by the owner',
  ])('is not seen in honest names: %s', (justification) => {
    expect(denials(justification)).toEqual([]);
  });

  test('is not hidden by any letters before and behind it', () => {
    const letters = fc.stringMatching(/^[qxz]{0,12}$/);
    fc.assert(
      fc.property(letters, letters, (before, behind) => {
        expect(denials(`stolen vehicle ${before}immigration${behind}`)).toContain('narrative_immigration');
      }),
    );
  });
});

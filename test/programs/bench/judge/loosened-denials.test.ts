/** A denial of the corpora that a change of the lists loosens is named by `npm run check`. */
import { describe, expect, test } from '@jest/globals';
import packageFile from '../../../../package.json' with { type: 'json' };
import { deniedReasons, loosenedDenials } from './loosened-denials.ts';

const one = { set: 'fresh', group: 'forbidden, immigration' };

describe('denials of the labelled reasons', () => {
  test('all stand, and there are more than eight hundred', () => {
    const denied = deniedReasons();
    expect(denied.length).toBeGreaterThan(800);
    expect(loosenedDenials(denied)).toEqual([]);
  });

  test('one that is permitted or held now is named, with what it is answered', () => {
    const denied = [
      { ...one, text: 'ICE detainer' },
      { ...one, text: 'armed robbery' },
      { ...one, text: 'burglary', purpose: 'property_crime_felony' },
      { ...one, text: 'burglary', purpose: 'hit_and_run' },
    ];
    expect(loosenedDenials(denied).map(({ text, answer }) => `${text}: ${answer}`)).toEqual([
      'armed robbery: permit',
      'burglary: permit',
      'burglary: review (purpose_contradiction: code_and_narrative)',
    ]);
  });

  test('the check that the gate runs looks for them', () => {
    expect(packageFile.scripts.check).toContain('test/programs/bench/judge/check-denials.ts');
  });
});

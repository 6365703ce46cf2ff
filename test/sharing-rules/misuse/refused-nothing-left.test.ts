/** Tests which reports may be closed as refusals that released nothing. */
import { describe, expect, test } from '@jest/globals';
import { outcomesOf, whyNotNothingLeft } from '../../../sharing-rules/misuse/refused-nothing-left.ts';

const report = { kind: 'barred_agency', refusedAll: true, isRepeat: false };

describe('a report of misuse', () => {
  test('whose every entry was a refusal may be closed as such, whoever wrote it', () => {
    for (const kind of ['barred_agency', 'prohibited_words', 'complaint', 'toString']) {
      expect(outcomesOf({ ...report, kind })).toEqual(['founded', 'unfounded', 'refused_nothing_left']);
    }
  });

  test('is for a person to judge if anything left, if it is not the first, or if the use is prohibited', () => {
    expect(whyNotNothingLeft({ ...report, refusedAll: false })).toContain('not every entry');
    expect(whyNotNothingLeft({ ...report, isRepeat: true })).toContain('the same before');
    for (const kind of ['prohibited_use', 'reworded', 'minor_traffic_use', 'refusals_spent']) {
      expect([kind, outcomesOf({ ...report, kind })]).toEqual([kind, ['founded', 'unfounded']]);
    }
  });
});

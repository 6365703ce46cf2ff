/** What a grant may give at most under its agreement. */
import { describe, expect, test } from '@jest/globals';
import { beyondAgreement, type GivenTerms } from '../../../sharing-rules/network/given-terms.ts';

const gives: GivenTerms = {
  ...{ purposes: ['stolen_vehicle', 'homicide'], dataClasses: ['reads'], lookBackDays: 21 },
  ...{ dailyRecords: 500, retentionDays: 30, officerMfa: true as const },
};
const grant = {
  ...{
    purposes: ['homicide'],
    dataClasses: ['reads'],
    lookBackDays: 21,
    dailyRecords: 500,
    validUntil: 1_000,
  },
};

describe('a grant under an agreement', () => {
  test('may give all that the agreement gives, and less', () => {
    expect(beyondAgreement(grant, gives, 1_000)).toEqual([]);
    expect(beyondAgreement({ ...grant, lookBackDays: 1, dailyRecords: 1 }, gives, 1_001)).toEqual([]);
  });

  test.each([
    ['purposes', { purposes: ['homicide', 'kidnapping'] }],
    ['dataClasses', { dataClasses: ['reads', 'hits'] }],
    ['lookBackDays', { lookBackDays: 22 }],
    ['dailyRecords', { dailyRecords: 501 }],
    ['validUntil', { validUntil: 1_001 }],
  ])('may not go beyond its %s', (member, changed) => {
    expect(beyondAgreement({ ...grant, ...changed }, gives, 1_000)).toEqual([member]);
  });
});

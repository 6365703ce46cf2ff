/** Facts that would let a grant in force reach further than its two persons approved. */
import { describe, expect, test } from '@jest/globals';
import type { Agency, Ori } from '../../sharing-rules/terms/agency.ts';
import { wideningOf } from '../../sharing-rules/widening.ts';

const AGREEMENT = { reference: 'MOU', signedOn: 0, expiresOn: null, article74: true, officerMfa: false };
const AGENCY: Agency = {
  id: 1,
  ori: 'CO0010000' as Ori,
  oris: ['CO0010000' as Ori],
  name: 'Sample',
  class: 'sheriff',
  state: 'CO',
  county: null,
  boundByArticle74: true,
  has287g: false,
  federalMembers: false,
  status: 'active',
  agreement: AGREEMENT,
  certification: null,
  roster: 1,
  epoch: 0,
};

describe('a change to an agency', () => {
  test.each<[string, Partial<Agency>, string[]]>([
    ['nothing', {}, []],
    ['another ORI', { oris: [AGENCY.ori, 'CO0010001' as Ori] }, ['oris']],
    ['officers with second factors', { agreement: { ...AGREEMENT, officerMfa: true } }, ['agreement']],
    ['a renewed certification', { certification: { signer: 'S', signedOn: 9 } }, []],
    ['no agreement', { agreement: null }, []],
    ['another name', { name: 'Other' }, []],
  ])('with %s', (_, change, widened) => {
    expect(wideningOf(AGENCY, { ...AGENCY, ...change })).toEqual(widened);
  });

  test('that attests second factors in a first agreement widens too', () => {
    const before = { ...AGENCY, agreement: null };
    const after = { ...AGENCY, agreement: { ...AGREEMENT, officerMfa: true } };
    expect(wideningOf(before, after)).toEqual(['agreement']);
  });
});

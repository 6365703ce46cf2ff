/** Which changes to an agency take a person who has signed in lately. */
import { describe, expect, test } from '@jest/globals';
import { grantingOf } from '../../sharing-rules/granting.ts';
import type { Agency, Agreement, Certification, Ori } from '../../sharing-rules/terms/agency.ts';
import { inputOf } from './read-corpus.ts';

const { agency, now } = inputOf({ given: {} });
const AGENCY = agency as Agency;
const AGREEMENT = AGENCY.agreement as Agreement;
const CERTIFICATION = AGENCY.certification as Certification;
const of = (change: Partial<Agency>, before: Partial<Agency> = {}) => {
  const from = { ...AGENCY, ...before };
  return grantingOf(from, { ...from, ...change });
};

describe('a change to an agency', () => {
  test.each<[string, Partial<Agency>, Partial<Agency>, string]>([
    ['another name', { name: 'Other' }, {}, 'name'],
    ['another county', { county: 'Other' }, {}, 'county'],
    ['one ORI more', { oris: [...AGENCY.oris, 'CO0019900' as Ori] }, {}, 'oris'],
    ['article 74 binding', { boundByArticle74: true }, { boundByArticle74: false }, 'boundByArticle74'],
    ['a 287(g) agreement ended', { has287g: false }, { has287g: true }, 'has287g'],
    ['federal members gone', { federalMembers: false }, { federalMembers: true }, 'federalMembers'],
    ['a draft confirmed', { status: 'active' }, { status: 'draft' }, 'status'],
    ['a first agreement', { agreement: AGREEMENT }, { agreement: null }, 'agreement'],
    ['another agreement', { agreement: { ...AGREEMENT, reference: 'MOU 2' } }, {}, 'agreement'],
    [
      'an agreement that ends earlier, and attests more',
      { agreement: { ...AGREEMENT, expiresOn: now } },
      { agreement: { ...AGREEMENT, officerMfa: false } },
      'agreement',
    ],
    ['a newer certification', { certification: { signer: 'S', signedOn: now } }, {}, 'certification'],
    ['a larger roster', { roster: 500 }, {}, 'roster'],
    ['an eligible class', { class: 'prosecutor' }, {}, 'class'],
    ['a move into the state', { state: 'CO' }, { state: 'WY' }, 'state'],
  ])('raises a right: %s', (name, change, before, fact) => {
    const mixed = name.includes('attests more')
      ? { agreement: { ...AGREEMENT, officerMfa: true, expiresOn: now } }
      : change;
    expect(of(mixed, before)).toEqual([fact]);
  });

  test.each<[string, Partial<Agency>]>([
    ['nothing', {}],
    ['the same in another order', { oris: [...AGENCY.oris].reverse(), agreement: { ...AGREEMENT } }],
    ['a barred class', { class: 'federal' }],
    ['another state', { state: 'WY' }],
    ['article 74 no longer binding', { boundByArticle74: false }],
    ['a 287(g) agreement found', { has287g: true }],
    ['federal members found', { federalMembers: true }],
    ['suspension', { status: 'suspended' }],
    ['the agreement gone', { agreement: null }],
    ['the agreement ending earlier', { agreement: { ...AGREEMENT, expiresOn: now } }],
    ['the certification lost', { certification: null }],
    ['the certification found to be older', { certification: { ...CERTIFICATION, signedOn: 0 } }],
    ['a smaller roster', { roster: 1 }],
  ])('raises none: %s', (_, change) => {
    expect(of(change)).toEqual([]);
  });

  test('that lowers one right and raises another raises one', () => {
    expect(of({ has287g: true, roster: 500 })).toEqual(['roster']);
  });
});

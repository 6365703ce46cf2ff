import { describe, expect, test } from '@jest/globals';
import {
  decideApproval,
  decideEligibility,
  decideGrant,
  type GrantProposal,
  isBroughtByGrant,
  withdrawalOf,
} from '../../sharing-rules/administer.ts';
import type { Agency, Agreement, Certification, Ori } from '../../sharing-rules/terms/agency.ts';
import { DAY } from '../../sharing-rules/terms/retention.ts';
import { inputOf } from './read-corpus.ts';

const { agency: BASE, now, owner } = inputOf({ given: {} });
const AGENCY = BASE as Agency;
const AGREEMENT = AGENCY.agreement as Agreement;
const CERTIFICATION = AGENCY.certification as Certification;

const PROPOSAL: GrantProposal = {
  purposes: ['stolen_vehicle', 'violent_crime', 'prosecution_discovery'],
  dataClasses: ['reads'],
  lookBackDays: 30,
  dailyRecords: 1_000,
  validUntil: now + 365 * DAY,
  agreement: AGREEMENT,
  certification: CERTIFICATION,
};

function refusals(
  agency: Partial<Agency> | null,
  proposal: Partial<GrantProposal> = {},
  partnerOri: string = agency?.ori ?? AGENCY.ori,
): string[] {
  const registered = agency && { ...AGENCY, ...agency };
  const facts = { owner, agency: registered, partnerOri, now, proposal: { ...PROPOSAL, ...proposal } };
  return decideGrant(facts).map(({ code, detail }) => (detail === undefined ? code : `${code}: ${detail}`));
}

describe('proposing a grant', () => {
  test('an eligible agency with agreement and certification may be granted sharing', () => {
    expect(refusals({})).toEqual([]);
    expect(refusals({ agreement: null, certification: null })).toEqual([]);
  });

  test.each<[string, Partial<Agency>, string]>([
    ['a federal agency', { class: 'federal' }, 'agency_not_eligible: federal'],
    ['a task force', { class: 'task_force' }, 'agency_not_eligible: task_force'],
    ['tribal police', { class: 'tribal' }, 'agency_not_eligible: tribal'],
    [
      'a private campus that nothing binds to article 74',
      { class: 'campus_private', boundByArticle74: false },
      'agency_not_eligible: private',
    ],
    ['an agency with a 287(g) agreement', { has287g: true }, 'agency_not_eligible: has_287g'],
    ['an agency of another state', { state: 'WY' }, 'agency_not_eligible: out_of_state'],
    ['an agency nobody has confirmed', { status: 'draft' }, 'agency_not_eligible: unconfirmed'],
    ['a suspended agency', { status: 'suspended' }, 'agency_suspended'],
    ['a retired agency', { status: 'retired' }, 'agency_retired'],
    ['the owner itself', { ori: owner, oris: [owner] }, 'agency_not_eligible: owner'],
  ])('%s may not', (_, change, refusal) => {
    expect(refusals(change)).toEqual([refusal]);
  });

  test.each<[string, Partial<Agency>]>([
    ['a private campus that is bound by article 74', { class: 'campus_private' }],
    ['corrections, parole or a court', { class: 'corrections' }],
    ['a district attorney', { class: 'prosecutor' }],
  ])('%s may: that a person looks at each query is for the queries', (_, change) => {
    expect(refusals(change)).toEqual([]);
  });

  test('the owner may grant itself its own use, without a certification, and nothing beside it', () => {
    const self = { ori: owner, oris: [owner], certification: null };
    const { certification: _, ...uncertified } = PROPOSAL;
    const own = (dataClasses: GrantProposal['dataClasses'], change: Partial<Agency> = {}) =>
      decideGrant({
        ...{ owner, agency: { ...AGENCY, ...self, ...change }, partnerOri: owner, now },
        proposal: { ...uncertified, dataClasses },
      }).map(({ code, detail }) => `${code}: ${detail}`);
    expect(own(['own'])).toEqual([]);
    expect(own(['own', 'reads'])).toEqual(['grant_missing: data_classes']);
    expect(own(['own'], { has287g: true })).toEqual(['agency_not_eligible: has_287g']);
    expect(own(['own'], { agreement: AGREEMENT, status: 'draft' })).toEqual([
      'agency_not_eligible: unconfirmed',
    ]);
  });

  test('a partner may not be granted what is the owner’s own use', () => {
    expect(refusals({}, { dataClasses: ['own'] })).toEqual(['agency_not_eligible: not_owner']);
  });

  test('an agency that is not in the registry may not', () => {
    expect(refusals(null, {}, 'CO0019900')).toEqual(['agency_unknown']);
    expect(refusals(null, {}, 'TX2270000')).toEqual(['agency_unknown', 'agency_not_eligible: out_of_state']);
    expect(refusals(null, {}, 'co0010000')).toEqual(['ori_malformed']);
    expect(refusals(null, {}, owner)).toEqual(['agency_unknown', 'agency_not_eligible: owner']);
  });

  test.each<[string, Partial<GrantProposal>, string]>([
    [
      'an agreement without article 74',
      { agreement: { ...AGREEMENT, article74: false } },
      'agreement_expired: article_74_missing',
    ],
    ['an expired agreement', { agreement: { ...AGREEMENT, expiresOn: now } }, 'agreement_expired'],
    [
      'a certification of last year',
      { certification: { ...CERTIFICATION, signedOn: now - 366 * DAY } },
      'certification_expired',
    ],
    [
      'a certification that nobody signed',
      { certification: { ...CERTIFICATION, signer: '' } },
      'certification_missing: unsigned',
    ],
    ['a prohibited purpose', { purposes: ['immigration_civil'] }, 'purpose_prohibited: immigration_civil'],
    [
      'a purpose that is never answered',
      { purposes: ['stolen_vehicle', 'training'] },
      'purpose_not_approved: training',
    ],
    ['a purpose that is not on the list', { purposes: ['everything'] }, 'purpose_not_approved: unknown_code'],
    ['no purpose', { purposes: [] }, 'purpose_missing: purposes'],
    ['no class of data', { dataClasses: [] }, 'grant_missing: data_classes'],
    ['no day of looking back', { lookBackDays: 0 }, 'window_too_old: look_back_days'],
    ['no record a day', { dailyRecords: 0 }, 'quota_exceeded: daily_records'],
    ['an end that is past', { validUntil: now }, 'grant_expired: valid_until'],
  ])('a grant with %s may not be proposed', (_, change, refusal) => {
    expect(refusals({}, change)).toEqual([refusal]);
  });

  test('without an agreement and a certification of its own, the registry must hold them', () => {
    const { agreement: _, certification: __, ...bare } = PROPOSAL;
    const judge = (agency: Agency) =>
      decideGrant({ owner, agency, partnerOri: agency.ori, now, proposal: bare });
    expect(judge(AGENCY)).toEqual([]);
    const codes = judge({ ...AGENCY, agreement: null, certification: null }).map(({ code }) => code);
    expect(codes).toEqual(['agreement_expired', 'certification_missing']);
  });
});

describe('approving a grant', () => {
  const approver = (personId: string | null, employeeId: string | null = 'E-9') => ({ personId, employeeId });

  test('takes another person than the one who proposed it', () => {
    expect(decideApproval(approver('p-1', 'E-1'), approver('p-2', 'E-2'))).toBe('approved');
    expect(decideApproval(approver('p-1', 'E-1'), approver('p-1', 'E-1'))).toBe('same_person');
  });

  test('takes two persons who are known', () => {
    expect(decideApproval(approver(null), approver(null))).toBe('person_unknown');
    expect(decideApproval(approver('p-1', 'E-1'), approver(null))).toBe('person_unknown');
    expect(decideApproval(approver(''), approver('p-2', 'E-2'))).toBe('person_unknown');
  });

  test('takes two people: two persons of one employee are one, and of whom it is not known may be', () => {
    expect(decideApproval(approver('p-1', 'E-1'), approver('p-2', 'e-1'))).toBe('same_person');
    expect(decideApproval(approver('p-1', null), approver('p-2', 'E-2'))).toBe('employee_unknown');
    expect(decideApproval(approver('p-1', 'E-1'), approver('p-2', null))).toBe('employee_unknown');
    expect(decideApproval(approver('p-1', null), approver('p-1', null))).toBe('same_person');
  });
});

describe('a change to an agency', () => {
  const spare = 'CO0019900' as Ori;

  test.each<[string, Partial<Agency>, string]>([
    ['another class', { class: 'federal' }, 'class'],
    ['another state', { state: 'WY' }, 'state'],
    ['one ORI less', { oris: [] }, 'oris'],
    ['another first ORI', { ori: spare, oris: [...AGENCY.oris, spare] }, 'oris'],
    ['article 74 no longer binding', { boundByArticle74: false }, 'boundByArticle74'],
    ['a 287(g) agreement found', { has287g: true }, 'has287g'],
    ['federal members found', { federalMembers: true }, 'federalMembers'],
    ['suspension', { status: 'suspended' }, 'status'],
    ['retirement', { status: 'retired' }, 'status'],
    ['confirmation withdrawn', { status: 'draft' }, 'status'],
    ['the agreement gone', { agreement: null }, 'agreement'],
    ['the agreement without article 74', { agreement: { ...AGREEMENT, article74: false } }, 'agreement'],
    ['the second factor no longer attested', { agreement: { ...AGREEMENT, officerMfa: false } }, 'agreement'],
    ['the agreement ending earlier', { agreement: { ...AGREEMENT, expiresOn: now } }, 'agreement'],
    ['the certification lost', { certification: null }, 'certification'],
    [
      'the certification found to be older',
      { certification: { ...CERTIFICATION, signedOn: 0 } },
      'certification',
    ],
    [
      'the certification found unsigned',
      { certification: { ...CERTIFICATION, signer: ' ' } },
      'certification',
    ],
    ['a smaller roster', { roster: 10 }, 'roster'],
  ])('takes a right away: %s', (_, change, fact) => {
    expect(withdrawalOf(AGENCY, { ...AGENCY, ...change })).toEqual([fact]);
  });

  test.each<[string, Partial<Agency>]>([
    ['nothing', {}],
    ['another name', { name: 'Adams County Sheriff’s Office' }],
    ['one ORI more', { oris: [...AGENCY.oris, spare] }],
    ['a renewed certification', { certification: { signer: 'Sheriff Example', signedOn: now } }],
    ['an agreement without an end', { agreement: { ...AGREEMENT, expiresOn: null } }],
    ['a larger roster', { roster: 500 }],
  ])('lowers none: %s', (_, change) => {
    expect(withdrawalOf(AGENCY, { ...AGENCY, ...change })).toEqual([]);
  });

  test('back again lowers none', () => {
    const lower: Agency = {
      ...AGENCY,
      status: 'suspended',
      has287g: true,
      agreement: null,
      certification: null,
    };
    expect(withdrawalOf(lower, AGENCY)).toEqual([]);
  });
});

test('an agency that lacks nothing but the papers of a grant can be proposed one, and no other', () => {
  const against = (change: Partial<Agency>) => {
    const agency = { ...AGENCY, agreement: null, certification: null, ...change };
    return decideEligibility({ owner, agency, partnerOri: agency.ori, now }).map(({ code }) => code);
  };
  expect(against({})).toEqual(['agreement_expired', 'certification_missing']);
  expect(against({}).every(isBroughtByGrant)).toBe(true);
  expect(against({ has287g: true }).every(isBroughtByGrant)).toBe(false);
});

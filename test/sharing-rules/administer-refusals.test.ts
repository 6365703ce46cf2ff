/** Why a grant cannot be given, reason by reason, and what an entity that changes its ORIs loses. */
import { describe, expect, test } from '@jest/globals';
import { decideGrant, type GrantProposal, withdrawalOf } from '../../sharing-rules/administer.ts';
import type { Agency, Ori } from '../../sharing-rules/terms/agency.ts';
import { DAY } from '../../sharing-rules/terms/retention.ts';
import { inputOf } from './read-corpus.ts';

const { agency, now, owner } = inputOf({ given: {} });
const AGENCY = agency as Agency;
const PROPOSAL: GrantProposal = {
  ...{ purposes: ['stolen_vehicle'], dataClasses: ['reads'], lookBackDays: 30, dailyRecords: 1_000 },
  validUntil: now + 365 * DAY,
};

describe('a grant that cannot be given', () => {
  const facts = (proposal: Partial<GrantProposal>) => ({
    ...{ owner, agency: AGENCY, partnerOri: AGENCY.ori, now },
    proposal: { ...PROPOSAL, ...proposal },
  });

  test('is denied for each reason, never merely held', () => {
    const nothing = {
      ...{ purposes: ['immigration_civil', 'other', 'unheard_of'], dataClasses: [] },
      ...{ lookBackDays: 0, dailyRecords: 0, validUntil: now },
    };
    const reasons = [...decideGrant(facts(nothing)), ...decideGrant(facts({ purposes: [] }))];
    expect(reasons.map(({ code, detail, effect }) => [effect, code, detail])).toEqual([
      ['deny', 'purpose_prohibited', 'immigration_civil'],
      ['deny', 'purpose_not_approved', 'other'],
      ['deny', 'purpose_not_approved', 'unknown_code'],
      ['deny', 'grant_missing', 'data_classes'],
      ['deny', 'window_too_old', 'look_back_days'],
      ['deny', 'quota_exceeded', 'daily_records'],
      ['deny', 'grant_expired', 'valid_until'],
      ['deny', 'purpose_missing', 'purposes'],
    ]);
    expect(reasons[0]?.clause).toBe('Policy 420.5(d); C.R.S. 24-74-103(1)');
  });

  test('one day, one record and one more millisecond are enough', () => {
    expect(decideGrant(facts({ lookBackDays: 1, dailyRecords: 1, validUntil: now + 1 }))).toEqual([]);
  });
});

describe('an entity that loses one ORI of several', () => {
  test('is lowered, and one that gains another is not', () => {
    const two = { ...AGENCY, oris: [AGENCY.ori, 'CO0010001' as Ori] };
    expect(withdrawalOf(two, AGENCY)).toEqual(['oris']);
    expect(withdrawalOf(AGENCY, two)).toEqual([]);
  });
});

/** Who is barred whatever they sign, and which reasons may be told of an agency by name. */
import { describe, expect, test } from '@jest/globals';
import { decideBarred, isAboutAgency } from '../../sharing-rules/barred.ts';
import type { Agency, Ori } from '../../sharing-rules/terms/agency.ts';
import { REASON_CODES } from '../../sharing-rules/terms/decision.ts';

const NOW = Date.parse('2026-11-27T00:00:00Z');
const ADAMS: Agency = {
  ...{ id: 7, ori: 'CO0010000' as Ori, oris: ['CO0010000' as Ori], name: 'Adams SO', class: 'sheriff' },
  ...{ state: 'CO', county: 'Adams', boundByArticle74: true, has287g: false, federalMembers: false },
  ...{ status: 'active', agreement: null, certification: null, roster: 5, epoch: 0 },
};
const barred = (changes: Partial<Agency>) =>
  decideBarred({
    owner: 'CO0010300' as Ori,
    agency: { ...ADAMS, ...changes },
    partnerOri: changes.ori ?? ADAMS.ori,
    now: NOW,
  }).map(({ code, detail }) => [code, detail]);

describe('an agency is barred', () => {
  test('for what it is: federal, of another state, a task force, with a 287(g) agreement; suspended', () => {
    expect(barred({ class: 'federal' })).toEqual([['agency_not_eligible', 'federal']]);
    expect(barred({ class: 'out_of_state', state: 'WY' })).toEqual([['agency_not_eligible', 'out_of_state']]);
    expect(barred({ class: 'task_force' })).toEqual([['agency_not_eligible', 'task_force']]);
    expect(barred({ has287g: true })).toEqual([['agency_not_eligible', 'has_287g']]);
    expect(barred({ status: 'suspended' })).toEqual([['agency_suspended', undefined]]);
  });

  test('not for what a grant would bring, nor because nobody has confirmed its row yet', () => {
    expect(barred({})).toEqual([]);
    expect(barred({ status: 'draft' })).toEqual([]);
    expect(barred({ status: 'draft', class: 'federal' })).toEqual([['agency_not_eligible', 'federal']]);
  });
});

test('nothing of what an officer asked is told of an agency by name', () => {
  const told = REASON_CODES.filter(isAboutAgency);
  expect(told.filter((code) => !/^(agency|agreement|certification|grant)_/.test(code))).toEqual([]);
  expect(told.filter((code) => /in_grant|purpose|narrative|offense|plate|quota/.test(code))).toEqual([]);
});

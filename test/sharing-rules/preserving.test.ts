import { describe, expect, test } from '@jest/globals';
import {
  faultOfPreserving,
  findingsOfPreserving,
  judgePreserving,
  type Preserving,
} from '../../sharing-rules/preserving.ts';
import type { DecisionInput } from '../../sharing-rules/terms/decision.ts';
import type { Purpose } from '../../sharing-rules/terms/query.ts';
import { DAY } from '../../sharing-rules/terms/retention.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const MONTHS = { from: NOW - 30 * DAY, to: NOW, until: NOW + 180 * DAY };

describe('the times of a preservation', () => {
  test.each<[what: string, times: Preserving]>([
    ['a window of thirty days that ends now, for 180 days', MONTHS],
    ['a window that began before what is kept', { ...MONTHS, from: NOW - 31 * DAY, to: NOW - DAY }],
  ])('may be %s', (_, times) => {
    expect(faultOfPreserving(times, NOW, 30)).toBeNull();
  });

  test.each<[what: string, times: Preserving, member: keyof Preserving]>([
    ['a window that is not over', { ...MONTHS, to: NOW + 1 }, 'to'],
    ['a window longer than thirty days', { ...MONTHS, from: MONTHS.from - 1 }, 'from'],
    ['a window that ends before it begins', { ...MONTHS, from: NOW, to: NOW - 1 }, 'from'],
    ['a window whose reads are erased', { ...MONTHS, from: NOW - 40 * DAY, to: NOW - 30 * DAY }, 'to'],
    ['an end that is over', { ...MONTHS, until: NOW }, 'until'],
    ['an end beyond 180 days', { ...MONTHS, until: MONTHS.until + 1 }, 'until'],
    ['no time at all', { from: Number.NaN, to: Number.NaN, until: Number.NaN }, 'to'],
  ])('are not %s', (_, times, member) => {
    expect(Object.keys(faultOfPreserving(times, NOW, 30) ?? {})).toEqual([member]);
  });
});

describe('a preservation', () => {
  const stolen: Purpose = {
    ...{ code: 'stolen_vehicle', caseNumber: 'CR-2026-0142' },
    justification: 'sedan stolen from a driveway overnight',
  };
  const judge = (purpose: Purpose, why = 'trial set for March', more: Partial<DecisionInput> = {}) => {
    const { effect, reasons } = judgePreserving({
      ...{ now: NOW, owner: 'CO0010300', halted: true, dataClass: 'reads', agency: null, grant: null },
      query: {
        purpose,
        plate: { number: 'ABC123', match: 'exact' },
        from: NOW - 40 * DAY,
        to: NOW,
        limit: 1_000,
      },
      findings: findingsOfPreserving(purpose, why, 'municipal'),
      ...{ judicialProcessVerified: false, limits: {}, usage: {}, approval: null },
      ...more,
    } as unknown as DecisionInput);
    return [effect, ...reasons.map(({ code }) => code)];
  };

  test('is judged without a grant, during a halt, and however old its reads are', () => {
    expect(judge(stolen)).toEqual(['permit']);
  });

  test('is refused for what nothing is shared for, in the purpose, its words, and the reason', () => {
    expect(judge({ ...stolen, code: 'personal' })).toEqual(['deny', 'purpose_prohibited']);
    expect(judge(stolen, 'I want to see where my ex girlfriend went')).toEqual([
      'deny',
      'narrative_personal',
    ]);
    expect(judge({ ...stolen, offense: { system: 'nibrs', code: '90Z' } })[0]).toBe('deny');
    expect(judge({ code: 'stolen_vehicle', caseNumber: 'CR-2026-0142' })).toContain('purpose_missing');
  });

  test('needs the number of a case, unless a served process stands in its place', () => {
    const { caseNumber: _, ...noCase } = stolen;
    const forProcess = { forProcess: '3f0c1b8e-7d0e-4b7a-9a52-6f1f5a0c2d11' };
    const judgeFor = (purpose: Purpose) => judge(purpose, 'the subpoena is due in May', forProcess);
    expect(judge(noCase)).toEqual(['deny', 'case_number_missing']);
    expect(judgeFor(noCase)).toEqual(['permit']);
    expect(judgeFor({ ...noCase, caseNumber: 'unknown' })).toEqual(['deny', 'case_number_invalid']);
    expect(judgeFor({ ...noCase, code: 'personal' })).toEqual(['deny', 'purpose_prohibited']);
    expect(judgeFor({ code: 'stolen_vehicle' })).toContain('purpose_missing');
  });

  test('is refused for what its process does not ask for, and for an office of immigration', () => {
    const judgeBy = (process: NonNullable<DecisionInput['process']>) =>
      judge(stolen, 'the subpoena is due in May', { process });
    const issuer = 'Adams County District Court';
    expect(judgeBy({ issuer, asksForThis: true })).toEqual(['permit']);
    expect(judgeBy({ issuer, asksForThis: false })).toEqual(['deny', 'judicial_process_required']);
    expect(judgeBy({ issuer: 'Homeland Security Investigations', asksForThis: true })).toEqual([
      ...['deny', 'judicial_process_administrative'],
    ]);
  });

  test('is shown to its second person where a query would wait for a reviewer', () => {
    const order = {
      ...{ kind: 'court_order' as const, court: 'Adams County District Court', docket: '2026CR000321' },
      ...{ judge: 'Jane Roe', issuedOn: '2026-11-20', affirmation: true },
    } as const;
    const byOrder = { ...stolen, code: 'judicial_process', judicialProcess: order };
    expect(judge(byOrder)).toEqual(['review', 'judicial_process_unverified']);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../sharing-rules/decide.ts';
import { fulfil } from '../../sharing-rules/fulfil.ts';
import { obligationsOf } from '../../sharing-rules/obligations.ts';
import type { Decision, Obligation } from '../../sharing-rules/terms/decision.ts';
import { DAY, retentionStart } from '../../sharing-rules/terms/retention.ts';
import { inputOf } from './read-corpus.ts';

const INPUT = inputOf({ given: {} });
const { now } = INPUT;
const PERMIT = decide(INPUT);
const FOUND = { count: 1, from: now - DAY };

function withObligations(obligations: readonly Obligation[]): Decision {
  return { ...PERMIT, obligations };
}

describe('what was found under a permit', () => {
  test('leaves where every obligation is met', () => {
    expect(PERMIT.effect).toBe('permit');
    expect(fulfil(PERMIT, FOUND)).toBe(PERMIT);
  });

  test('leaves for a missing person: that whoever reported is told nothing stands in the answer', () => {
    const obligations = [...PERMIT.obligations, { code: 'tell_reporter_nothing' } as const];
    expect(fulfil(withObligations(obligations), FOUND).effect).toBe('permit');
  });

  test('is withheld a millisecond beyond thirty days, even if the store still has it', () => {
    const limit = now - 30 * DAY;
    expect(fulfil(PERMIT, { count: 0, from: limit }).effect).toBe('permit');
    expect(fulfil(PERMIT, { count: 0, from: limit - 1 }).effect).toBe('deny');
  });

  test('is withheld where it is more than one page may hold, or where its number or time is none', () => {
    const most = INPUT.query.limit;
    expect(fulfil(PERMIT, { ...FOUND, count: most }).effect).toBe('permit');
    expect(fulfil(PERMIT, { ...FOUND, count: most + 1 }).effect).toBe('deny');
    expect(fulfil(PERMIT, { ...FOUND, count: Number.NaN }).effect).toBe('deny');
    expect(fulfil(PERMIT, { ...FOUND, from: Number.NaN }).effect).toBe('deny');
  });

  test('is withheld as a whole, with a reason that says so and no obligation that could be read as a permit', () => {
    const { effect, reasons, obligations } = fulfil(PERMIT, { ...FOUND, count: 1_000_000 });
    expect({ effect, obligations }).toEqual({ effect: 'deny', obligations: [] });
    expect(reasons).toMatchObject([{ code: 'rule_failed', effect: 'deny', detail: 'obligations' }]);
  });

  test('never leaves in greater number or from longer ago than the obligations say', () => {
    const times = fc.integer({ min: now - 40 * DAY, max: now });
    const law = fc.property(times, fc.nat({ max: 300 }), fc.nat({ max: 200 }), fc.nat({ max: 40 }), check);
    fc.assert(law, { numRuns: 200 });

    function check(from: number, count: number, records: number, days: number) {
      const at = retentionStart(now, days);
      const limits: Obligation[] = [
        { code: 'not_before', at },
        { code: 'cap_records', records },
      ];
      const { effect } = fulfil(withObligations(limits), { count, from });
      expect(effect === 'permit').toBe(from >= at && count <= records);
    }
  });
});

describe('a decision that permits nothing', () => {
  test.each(['deny', 'review'] as const)('stays as it is: %s', (effect) => {
    const decision: Decision = { effect, reasons: [], obligations: [] };
    expect(fulfil(decision, { count: 0, from: now })).toBe(decision);
  });
});

describe('obligations', () => {
  test('that are not known withhold everything', () => {
    const unknown = { code: 'blur_faces' } as unknown as Obligation;
    expect(fulfil(withObligations([...PERMIT.obligations, unknown]), FOUND).effect).toBe('deny');
  });

  test.each(['not_before', 'cap_records'])('without `%s` withhold everything', (code) => {
    const rest = PERMIT.obligations.filter((obligation) => obligation.code !== code);
    expect(fulfil(withObligations(rest), FOUND).effect).toBe('deny');
  });

  test('cap the page at what was asked for, and at what one query may release', () => {
    const capOf = (limit: number) =>
      obligationsOf(inputOf({ given: { query: { limit } } })).find(({ code }) => code === 'cap_records');
    expect(capOf(20)).toEqual({ code: 'cap_records', records: 20 });
    expect(capOf(900)).toEqual({ code: 'cap_records', records: 200 });
  });

  test('set the earliest time by the grant or by the owner, whichever is later', () => {
    const earliest = (lookBackDays: number) =>
      obligationsOf(inputOf({ given: { grant: { lookBackDays } } })).find(
        ({ code }) => code === 'not_before',
      );
    expect(earliest(7)).toEqual({ code: 'not_before', at: now - 7 * DAY });
    expect(earliest(90)).toEqual({ code: 'not_before', at: now - 30 * DAY });
  });
});

/** Laws of the decision that no list of cases can exhaust. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide, decideWith } from '../../sharing-rules/decide.ts';
import { RULES } from '../../sharing-rules/rules.ts';
import type { DecisionInput, Reason } from '../../sharing-rules/terms/decision.ts';
import { isShareable } from './is-shareable.ts';
import { anyInput } from './random-input.ts';
import { CORPUS, inputOf } from './read-corpus.ts';

const PERMITTED = inputOf({ given: {} });
const DENY: Reason = { code: 'sharing_halted', clause: 'Policy 420.7', effect: 'deny' };
const REVIEW: Reason = { code: 'area_too_wide', clause: 'Policy 420.7', effect: 'review' };

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

describe('a rule that fails', () => {
  function brokenRule(): never {
    throw new Error('plate ABC123 of Deputy Example One');
  }

  test('denies, names the rule, and gives nothing of the query away', () => {
    const decision = decideWith([...RULES, brokenRule], PERMITTED);
    expect(decision).toMatchObject({ effect: 'deny', obligations: [] });
    expect(decision.reasons).toEqual([
      { code: 'rule_failed', clause: 'CJISSECPOL AC-3', effect: 'deny', detail: 'brokenRule' },
    ]);
  });

  test('denies wherever it stands, and the other reasons are still given', () => {
    const decision = decideWith([brokenRule, ...RULES], { ...PERMITTED, halted: true });
    expect(decision.reasons.map(({ code }) => code)).toEqual(['rule_failed', 'sharing_halted']);
  });

  test('denies when it answers nothing that is a verdict', () => {
    for (const answer of [undefined, true, 'permit', 0]) {
      expect(decideWith([() => answer as never], PERMITTED).effect).toBe('deny');
    }
  });

  test('cannot be lifted by an approval', () => {
    const approved: DecisionInput = { ...PERMITTED, approval: { lifts: ['rule_failed'] } };
    expect(decideWith([...RULES, brokenRule], approved).effect).toBe('deny');
  });

  test('a policy without rules denies', () => {
    expect(decideWith([], PERMITTED).effect).toBe('deny');
  });

  test('a policy without rules says so', () => {
    const { reasons } = decideWith([], inputOf({ given: {} }));
    expect(reasons).toEqual([
      expect.objectContaining({ code: 'rule_failed', effect: 'deny', detail: 'none' }),
    ]);
  });

  test('a permit whose obligations cannot be told is a denial', () => {
    const { limits: _, ...without } = inputOf({ given: {} });
    const decision = decideWith([() => null], without as DecisionInput);
    expect(decision).toEqual({
      effect: 'deny',
      reasons: [expect.objectContaining({ code: 'rule_failed', effect: 'deny', detail: 'obligationsOf' })],
      obligations: [],
    });
  });

  test('an input with a member missing denies', () => {
    for (const name of Object.keys(PERMITTED) as (keyof DecisionInput)[]) {
      // Absent, these take nothing away: they could only lift a reason, or keep the owner itself out.
      if (['judicialProcessVerified', 'approval', 'owner'].includes(name)) continue;
      const { [name]: _, ...rest } = PERMITTED;
      expect([name, decide(rest as DecisionInput).effect]).toEqual([name, 'deny']);
    }
  });
});

test('a person who names somebody of whom nothing was looked up is refused', () => {
  const onBehalfOf = { id: 'd-2002', name: 'Deputy Example Two', ori: 'CO0010000' };
  const input = inputOf({ base: 'adams-person', given: { query: { onBehalfOf } } });
  const { effect, reasons } = decide(input);
  expect([effect, reasons.map(({ detail }) => detail)]).toEqual([
    'deny',
    ['officerStanding', 'officerPapers', 'dailyQuota', 'queryQuota'],
  ]);
  expect(decide({ ...input, named: { standing: 'new', recordsToday: 0 } }).effect).toBe('permit');
});

test('a reason about no words has no member for them: what is logged has no form for one that is undefined', () => {
  const finding = { code: 'narrative_personal', effect: 'deny', detail: 'private_life' } as const;
  const [given] = decide({ ...PERMITTED, findings: [finding] }).reasons;
  expect(Object.keys(given ?? {}).sort()).toEqual(['clause', 'code', 'detail', 'effect']);
});

describe('denials, reviews and permits', () => {
  const verdicts = fc.array(fc.constantFrom(null, DENY, REVIEW, [DENY, REVIEW], [REVIEW], []), {
    minLength: 1,
  });

  test('a denial outweighs a review, and a review a permit, in any order', () => {
    fc.assert(
      fc.property(verdicts, (given) => {
        const rules = given.map((verdict) => () => verdict);
        const all = given.flatMap((verdict) => verdict ?? []);
        const expected = all.includes(DENY) ? 'deny' : all.includes(REVIEW) ? 'review' : 'permit';
        const { effect, reasons } = decideWith(rules, PERMITTED);
        expect(effect).toBe(expected);
        expect(reasons).toEqual([
          ...all.filter((reason) => reason === DENY),
          ...all.filter((reason) => reason === REVIEW),
        ]);
      }),
    );
  });

  test('an effect that nobody defined denies', () => {
    const odd = { ...REVIEW, effect: 'warn' } as unknown as Reason;
    const approved: DecisionInput = { ...PERMITTED, approval: { lifts: ['area_too_wide'] } };
    expect(decideWith([() => odd], approved).effect).toBe('deny');
  });
});

describe('whatever is asked', () => {
  test('nothing is permitted without an eligible agency, a grant in force and an approved purpose', () => {
    let permits = 0;
    fc.assert(
      fc.property(anyInput, (input) => {
        if (decide(input).effect !== 'permit') return;
        permits += 1;
        expect(isShareable(input)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(permits).toBeGreaterThan(25);
  });

  test('a prohibited justification never permits and never holds', () => {
    const finding = { code: 'narrative_immigration', effect: 'deny', detail: 'detainer' } as const;
    fc.assert(
      fc.property(anyInput, fc.nat(), (input, at) => {
        const findings = input.findings.toSpliced(at % (input.findings.length + 1), 0, finding);
        expect(decide({ ...input, findings }).effect).toBe('deny');
      }),
      { numRuns: 100 },
    );
  });

  test('an approval turns no denial into anything else', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const unapproved = decide({ ...input, approval: null });
        const codes = unapproved.reasons.map(({ code }) => code);
        const { effect } = decide({ ...input, approval: { lifts: codes } });
        expect(effect).toBe(unapproved.effect === 'deny' ? 'deny' : 'permit');
      }),
      { numRuns: 100 },
    );
  });

  test('a stricter limit never permits what a wider one refused', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const limits = { ...input.limits, retentionDays: 5, recordsPerQuery: 10, officerRecordsPerDay: 10 };
        if (decide({ ...input, limits }).effect === 'permit') expect(decide(input).effect).toBe('permit');
      }),
      { numRuns: 100 },
    );
  });

  test('a decision is replayed from its logged input to the letter, and the input is left as it was', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const logged = JSON.parse(JSON.stringify(input)) as DecisionInput;
        expect(decide(logged)).toEqual(decide(frozen(input)));
      }),
      { numRuns: 100 },
    );
  });

  test('every case of the corpus is replayed to the letter', () => {
    for (const item of [...CORPUS.values()].flat()) {
      const input = inputOf(item);
      const logged = JSON.parse(JSON.stringify(input)) as DecisionInput;
      expect(decide(logged)).toEqual(decide(frozen(input)));
    }
  });
});

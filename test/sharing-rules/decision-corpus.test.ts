/** The policy as cases that a records manager can read: every file of `corpus/`, case by case. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { decide, decideWith } from '../../sharing-rules/decide.ts';
import { RULES } from '../../sharing-rules/rules.ts';
import { type Decision, REASON_CODES, type Reason } from '../../sharing-rules/terms/decision.ts';
import { CORPUS, inputOf } from './read-corpus.ts';

const CASES = [...CORPUS.values()].flat();

function inWords({ code, detail }: Reason): string {
  return detail === undefined ? code : `${code}: ${detail}`;
}

function summary({ effect, obligations, reasons }: Decision) {
  return { effect, reasons: reasons.map(inWords), obligations: obligations.map(({ code }) => code) };
}

describe.each([...CORPUS])('the decision corpus: %s', (_, cases) => {
  test.each(cases.map((item) => [item.name, item] as const))('%s', (_name, item) => {
    const decision = decide(inputOf(item));
    const decided = summary(decision);
    const obligations = item.expect.obligations ?? decided.obligations;
    expect(decided).toEqual({ ...item.expect, obligations });
    expect(decided.obligations.length > 0).toBe(item.expect.effect === 'permit');
    const effects = item.expect.effect === 'permit' ? ['note'] : ['deny', 'review'];
    for (const { effect } of decision.reasons) expect(effects).toContain(effect);
  });
});

describe('the decision corpus as a whole', () => {
  test('it has at least 220 cases, and no two of one name', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(220);
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  });

  test('it holds every reason code, except that of a rule that failed', () => {
    const used = new Set(
      CASES.flatMap(({ expect: { reasons } }) => reasons.map((text) => text.split(':')[0])),
    );
    expect(REASON_CODES.filter((code) => !used.has(code))).toEqual(['rule_failed']);
  });

  test('every rule counts: without it, some case would be decided otherwise', () => {
    const inputs = CASES.map((item) => inputOf(item));
    const whole = inputs.map((input) => summary(decide(input)));
    const idle = RULES.filter((rule) => {
      const rest = RULES.filter((other) => other !== rule);
      return inputs.every((input, index) =>
        isDeepStrictEqual(summary(decideWith(rest, input)), whole[index]),
      );
    });
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  test('every rule lets a case pass that is permitted', () => {
    const permitted = CASES.filter((item) => item.expect.effect === 'permit').map((item) => inputOf(item));
    const never = RULES.filter((rule) => !permitted.some((input) => rule(input) === null));
    expect(never.map(({ name }) => name)).toEqual([]);
  });
});

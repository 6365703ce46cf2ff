/**
 * Synthetic reasons in the style of partners' audits, each batch written without sight of the lists and before they
 * learned from it: abbreviations, typing errors, rare crimes, whole sentences. Decided as the gateway decides; the JSON
 * holds the answer beside the reasons, so that anyone who changes a list sees what else it changes.
 */
import { describe, expect, test } from '@jest/globals';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import { expectationOf } from '../../bench/judge/expectation.ts';
import { judgeReason } from '../../bench/judge/judge-reason.ts';
import { summary } from '../../bench/judge/shares.ts';
import groups from './fresh-reasons.json' with { type: 'json' };

const inWords = ({ effect, code, detail }: Reason) => `${effect} ${code}${detail ? `: ${detail}` : ''}`;

const judged = groups.flatMap(({ group, verdict, answers }) =>
  Object.entries(answers as Readonly<Record<string, readonly string[]>>).flatMap(([answer, texts]) =>
    texts.map((text) => {
      const { effect, reasons } = judgeReason({ line: 1, text, group, verdict }).decision;
      // It stands beside every reason that says nothing.
      const ofWords = reasons.filter(({ code }) => code !== 'incident_missing');
      const given = [effect, ...ofWords.map(inWords)].join('; ');
      return { text, group, verdict, effect, answer, given, expectation: expectationOf({ group, verdict }) };
    }),
  ),
);

describe('reasons that the lists were not written for', () => {
  test('there are more than two thousand', () => {
    expect(judged.length).toBeGreaterThan(2_000);
  });

  test('the prohibited are stopped, the vague refused, and the honest let through or held', () => {
    expect(summary(judged, 0)).toMatchObject({
      ...{ met: true, prohibitedRefusedOrHeld: 1, immigrationRefusedOrHeld: 1 },
    });
    const refused = judged.filter(({ expectation, effect }) => expectation === 'honest' && effect === 'deny');
    expect(refused.length).toBeLessThanOrEqual(12);
  });

  test('most of the honest need no person', () => {
    expect(summary(judged, 0).honestPermitted).toBeGreaterThan(0.9);
  });

  test('each gets the answer that stands beside it', () => {
    expect(judged.filter(({ given, answer }) => given !== answer)).toEqual([]);
  });
});

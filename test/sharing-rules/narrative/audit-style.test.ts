/**
 * 850 reasons in the style of published audits, written by somebody who had not seen the lists. Each was judged once
 * before anything was learned from it; since then they keep what was reached from being lost.
 */
import { describe, expect, test } from '@jest/globals';
import { judgeReason } from '../../bench/judge/judge-reason.ts';
import REASONS from './audit-style-reasons.json' with { type: 'json' };

type Group = keyof typeof REASONS;

/** Percent of a group with each answer. */
function sharesOf(group: Group): Record<'permit' | 'review' | 'deny', number> {
  const texts: readonly string[] = REASONS[group];
  const shares = { permit: 0, review: 0, deny: 0 };
  for (const text of texts) {
    const { effect } = judgeReason({ line: 0, text, group: '', verdict: '' }).decision;
    shares[effect] += 100 / texts.length;
  }
  return shares;
}

describe('reasons in the style of audits', () => {
  test.each<[Group, number]>([
    ['forbidden, immigration', 0],
    ['forbidden, other', 0],
    ['forbidden, in other languages', 0],
    ['forbidden behind a crime, immigration', 3.5],
    ['forbidden behind a crime, other', 2.5],
  ])('%s: at most %d %% are permitted', (group, most) => {
    expect(sharesOf(group).permit).toBeLessThanOrEqual(most);
  });

  test('what is plainly about immigration is refused outright, but for a few in a hundred', () => {
    expect(sharesOf('forbidden, immigration').deny).toBeGreaterThanOrEqual(94);
  });

  // What remains held and refused is more than a department would wish: these bounds may only fall.
  test.each<[Group, { readonly deny: number; readonly permit: number }]>([
    ['honest', { deny: 0.5, permit: 91 }],
    ['honest with traps', { deny: 1, permit: 53 }],
    ['honest, in other languages', { deny: 0, permit: 20 }],
  ])('%s: no more is refused, and no less permitted, than %j percent', (group, bounds) => {
    const { deny, permit } = sharesOf(group);
    expect(deny).toBeLessThanOrEqual(bounds.deny + 0.01);
    expect(permit).toBeGreaterThanOrEqual(bounds.permit - 0.01);
  });
});

/**
 * Reasons in the style of published audits: 850 by somebody who had not seen the lists, 406 and 801 written before the
 * lists were read again, and 750 by another who had not seen them. Each was judged once before anything was learned from
 * it (of the 801 one half first; nothing yet from the 750); since then they keep what was reached from being lost.
 */
import { describe, expect, test } from '@jest/globals';
import { judgeReason } from '../../bench/judge/judge-reason.ts';
import FIRST from './audit-style-reasons.json' with { type: 'json' };
import SECOND from './audit-style-reasons-2.json' with { type: 'json' };
import HALVES from './audit-style-reasons-3.json' with { type: 'json' };
import FOURTH from './audit-style-reasons-4.json' with { type: 'json' };

const third = (kind: keyof (typeof HALVES)['learned from']): readonly string[] => [
  ...HALVES['learned from'][kind],
  ...HALVES['judged once'][kind],
];

type Effect = 'permit' | 'review' | 'deny';

/** Percent of the reasons with each answer. */
function sharesOf(texts: readonly string[]): Record<Effect, number> {
  const shares = { permit: 0, review: 0, deny: 0 };
  for (const text of texts) {
    const { effect } = judgeReason({ line: 0, text, group: '', verdict: '' }).decision;
    shares[effect] += 100 / texts.length;
  }
  return shares;
}

describe('reasons in the style of audits', () => {
  test.each<[string, readonly string[], number]>([
    ['immigration', FIRST['forbidden, immigration'], 0],
    ['other', FIRST['forbidden, other'], 0],
    ['in other languages', FIRST['forbidden, in other languages'], 0],
    ['immigration behind a crime', FIRST['forbidden behind a crime, immigration'], 3.5],
    ['other behind a crime', FIRST['forbidden behind a crime, other'], 2.5],
    ['immigration, second set', SECOND['forbidden, immigration'], 0],
    ['other, second set', SECOND['forbidden, other'], 0],
    ['immigration behind a crime, second set', SECOND['forbidden behind a crime, immigration'], 0],
    ['other behind a crime, second set', SECOND['forbidden behind a crime, other'], 5.7],
    ['immigration, third set', third('forbidden, immigration'), 0],
    ['other, third set', third('forbidden, other'), 0],
    ['in other languages, third set', third('forbidden, in other languages'), 0],
    ['immigration behind a crime, third set', third('forbidden behind a crime, immigration'), 0],
    ['other behind a crime, third set', third('forbidden behind a crime, other'), 4],
    ['immigration, fourth set', FOURTH['forbidden, immigration'], 0],
    ['other, fourth set', FOURTH['forbidden, other'], 0],
    ['in other languages, fourth set', FOURTH['forbidden, in other languages'], 0],
    ['immigration behind a crime, fourth set', FOURTH['forbidden behind a crime, immigration'], 1.4],
    ['other behind a crime, fourth set', FOURTH['forbidden behind a crime, other'], 5.4],
  ])('forbidden, %s: few or none are permitted', (_, texts, most) => {
    expect(sharesOf(texts).permit).toBeLessThanOrEqual(most);
  });

  test('what is plainly about immigration is refused outright, but for a few in a hundred', () => {
    expect(sharesOf(FIRST['forbidden, immigration']).deny).toBeGreaterThanOrEqual(94);
    expect(sharesOf(SECOND['forbidden, immigration']).deny).toBeGreaterThanOrEqual(93);
    expect(sharesOf(third('forbidden, immigration')).deny).toBeGreaterThanOrEqual(95);
  });

  // What remains held and refused is more than a department would wish: these bounds may only be drawn closer.
  test.each<[string, readonly string[], { readonly deny: number; readonly permit: number }]>([
    ['plain', FIRST.honest, { deny: 0.5, permit: 90 }],
    ['with traps', FIRST['honest with traps'], { deny: 1, permit: 51 }],
    ['in other languages', FIRST['honest, in other languages'], { deny: 0, permit: 20 }],
    ['plain, second set', SECOND.honest, { deny: 0, permit: 97 }],
    ['with traps, second set', SECOND['honest with traps'], { deny: 1, permit: 66 }],
    ['plain, third set', third('honest'), { deny: 0, permit: 94 }],
    ['with traps, third set', third('honest with traps'), { deny: 1, permit: 53.9 }],
    ['plain, fourth set', FOURTH.honest, { deny: 0, permit: 85 }],
    ['with traps, fourth set', FOURTH['honest with traps'], { deny: 5.7, permit: 48 }],
    ['in other languages, third set', third('honest, in other languages'), { deny: 14.3, permit: 57 }],
  ])('honest, %s: no more are refused, and no fewer permitted', (_, texts, bounds) => {
    const { deny, permit } = sharesOf(texts);
    expect(deny).toBeLessThanOrEqual(bounds.deny + 0.01);
    expect(permit).toBeGreaterThanOrEqual(bounds.permit - 0.01);
  });
});

/**
 * Reasons in the style of published audits: 850 by somebody who had not seen the lists, 406 and 801 written before the
 * lists were read again, and 22 times 750 by others who had not seen them; the last nine are as short as those of
 * published audits. Each set was judged once before anything was learned from it (of the 801 one half first); since then
 * they keep what was reached from being lost. The weights of words are learned from all of them, so these shares do not
 * tell how new reasons fare.
 */
import { describe, expect, test } from '@jest/globals';
import { judgeReason } from '../../bench/judge/judge-reason.ts';
import FIRST from './audit-style-reasons.json' with { type: 'json' };
import SECOND from './audit-style-reasons-2.json' with { type: 'json' };
import HALVES from './audit-style-reasons-3.json' with { type: 'json' };
import FOURTH from './audit-style-reasons-4.json' with { type: 'json' };
import FIFTH from './audit-style-reasons-5.json' with { type: 'json' };
import SIXTH from './audit-style-reasons-6.json' with { type: 'json' };
import SEVENTH from './audit-style-reasons-7.json' with { type: 'json' };
import EIGHTH from './audit-style-reasons-8.json' with { type: 'json' };
import NINTH from './audit-style-reasons-9.json' with { type: 'json' };
import TENTH from './audit-style-reasons-10.json' with { type: 'json' };
import ELEVENTH from './audit-style-reasons-11.json' with { type: 'json' };
import TWELFTH from './audit-style-reasons-12.json' with { type: 'json' };
import THIRTEENTH from './audit-style-reasons-13.json' with { type: 'json' };
import FOURTEENTH from './audit-style-reasons-14.json' with { type: 'json' };
import FIFTEENTH from './audit-style-reasons-15.json' with { type: 'json' };
import SIXTEENTH from './audit-style-reasons-16.json' with { type: 'json' };
import SEVENTEENTH from './audit-style-reasons-17.json' with { type: 'json' };
import EIGHTEENTH from './audit-style-reasons-18.json' with { type: 'json' };
import NINETEENTH from './audit-style-reasons-19.json' with { type: 'json' };
import TWENTIETH from './audit-style-reasons-20.json' with { type: 'json' };
import TWENTY_FIRST from './audit-style-reasons-21.json' with { type: 'json' };
import TWENTY_SECOND from './audit-style-reasons-22.json' with { type: 'json' };
import TWENTY_THIRD from './audit-style-reasons-23.json' with { type: 'json' };
import TWENTY_FOURTH from './audit-style-reasons-24.json' with { type: 'json' };
import TWENTY_FIFTH from './audit-style-reasons-25.json' with { type: 'json' };
import TWENTY_SIXTH from './audit-style-reasons-26.json' with { type: 'json' };
import TWENTY_SEVENTH from './audit-style-reasons-27.json' with { type: 'json' };

const third = (kind: keyof (typeof HALVES)['learned from']): readonly string[] => [
  ...HALVES['learned from'][kind],
  ...HALVES['judged once'][kind],
];

/**
 * Sets of one shape, with bounds in percent: `behind`, the most that may be permitted of immigration and of the rest behind
 * a crime; `traps`, the most that may be denied and the least that must be permitted; `plain`, the least that must be.
 */
const LATER = [
  ['fourth set', FOURTH, { behind: [0, 1.4], traps: { deny: 1.1, permit: 65.6 }, plain: 95 }],
  ['fifth set', FIFTH, { behind: [0, 0], traps: { deny: 0.4, permit: 75.9 }, plain: 94 }],
  ['sixth set', SIXTH, { behind: [0, 2.8], traps: { deny: 1.4, permit: 75.9 }, plain: 93 }],
  ['seventh set', SEVENTH, { behind: [0, 0], traps: { deny: 0.8, permit: 76.6 }, plain: 94 }],
  ['eighth set', EIGHTH, { behind: [0, 0], traps: { deny: 2.1, permit: 62.9 }, plain: 89 }],
  ['ninth set', NINTH, { behind: [0, 1.4], traps: { deny: 1.4, permit: 69.6 }, plain: 88 }],
  ['tenth set', TENTH, { behind: [0, 1.4], traps: { deny: 2.4, permit: 62.2 }, plain: 88 }],
  ['eleventh set', ELEVENTH, { behind: [0, 1.4], traps: { deny: 1.1, permit: 66.9 }, plain: 86 }],
  ['twelfth set', TWELFTH, { behind: [0, 0], traps: { deny: 2.8, permit: 60.6 }, plain: 86 }],
  ['thirteenth set', THIRTEENTH, { behind: [0, 0], traps: { deny: 0, permit: 64.6 }, plain: 96 }],
  ['fourteenth set', FOURTEENTH, { behind: [0, 1.4], traps: { deny: 1.4, permit: 64.9 }, plain: 96 }],
  ['fifteenth set', FIFTEENTH, { behind: [0, 0], traps: { deny: 1.1, permit: 74.2 }, plain: 90 }],
  ['sixteenth set', SIXTEENTH, { behind: [0, 1.4], traps: { deny: 2.8, permit: 65.9 }, plain: 94 }],
  ['seventeenth set', SEVENTEENTH, { behind: [0, 8.1], traps: { deny: 0, permit: 80.6 }, plain: 93 }],
  ['eighteenth set', EIGHTEENTH, { behind: [0, 1.4], traps: { deny: 0, permit: 77.9 }, plain: 98 }],
  ['nineteenth set', NINETEENTH, { behind: [1.4, 1.4], traps: { deny: 1.1, permit: 79.6 }, plain: 97 }],
  ['twentieth set', TWENTIETH, { behind: [1.4, 2.8], traps: { deny: 0.4, permit: 82.6 }, plain: 97 }],
  ['twenty-first set', TWENTY_FIRST, { behind: [1.4, 1.4], traps: { deny: 0.4, permit: 83.9 }, plain: 98 }],
  ['twenty-second set', TWENTY_SECOND, { behind: [0, 2.8], traps: { deny: 0, permit: 80.2 }, plain: 96 }],
  ['twenty-third set', TWENTY_THIRD, { behind: [0, 2.8], traps: { deny: 1.1, permit: 79.9 }, plain: 99 }],
  ['twenty-fourth set', TWENTY_FOURTH, { behind: [0, 1.4], traps: { deny: 0.8, permit: 74.6 }, plain: 94 }],
  ['twenty-fifth set', TWENTY_FIFTH, { behind: [0, 0], traps: { deny: 0, permit: 79.6 }, plain: 99 }],
  ['twenty-sixth set', TWENTY_SIXTH, { behind: [0, 1.4], traps: { deny: 0, permit: 78.6 }, plain: 97 }],
  ['twenty-seventh set', TWENTY_SEVENTH, { behind: [0, 1.4], traps: { deny: 0, permit: 81.2 }, plain: 98 }],
] as const;

type Effect = 'permit' | 'review' | 'deny';

/** Percent of the reasons with each answer. @param verdict `permit` of what is honest: a warrant is attached where there is one */
function sharesOf(texts: readonly string[], verdict = ''): Record<Effect, number> {
  const shares = { permit: 0, review: 0, deny: 0 };
  for (const text of texts) {
    const { effect } = judgeReason({ line: 0, text, group: '', verdict }).decision;
    shares[effect] += 100 / texts.length;
  }
  return shares;
}

describe('reasons in the style of audits', () => {
  test.each<[string, readonly string[], number]>([
    ['immigration', FIRST['forbidden, immigration'], 0],
    ['other', FIRST['forbidden, other'], 0],
    ['in other languages', FIRST['forbidden, in other languages'], 0],
    ['immigration behind a crime', FIRST['forbidden behind a crime, immigration'], 1.7],
    ['other behind a crime', FIRST['forbidden behind a crime, other'], 2.3],
    ['immigration, second set', SECOND['forbidden, immigration'], 0],
    ['other, second set', SECOND['forbidden, other'], 0],
    ['immigration behind a crime, second set', SECOND['forbidden behind a crime, immigration'], 1.7],
    ['other behind a crime, second set', SECOND['forbidden behind a crime, other'], 2.3],
    ['immigration, third set', third('forbidden, immigration'), 0],
    ['other, third set', third('forbidden, other'), 0],
    ['in other languages, third set', third('forbidden, in other languages'), 0],
    ['immigration behind a crime, third set', third('forbidden behind a crime, immigration'), 0],
    ['other behind a crime, third set', third('forbidden behind a crime, other'), 4],
    ...LATER.flatMap(([name, set, { behind }]): [string, readonly string[], number][] => [
      [`immigration, ${name}`, set['forbidden, immigration'], 0],
      [`other, ${name}`, set['forbidden, other'], 0],
      [`in other languages, ${name}`, set['forbidden, in other languages'], 0],
      [`immigration behind a crime, ${name}`, set['forbidden behind a crime, immigration'], behind[0]],
      [`other behind a crime, ${name}`, set['forbidden behind a crime, other'], behind[1]],
    ]),
  ])('forbidden, %s: few or none are permitted', (_, texts, most) => {
    expect(sharesOf(texts).permit).toBeLessThanOrEqual(most);
  });

  test('what is plainly about immigration is refused outright, but for a few in a hundred', () => {
    for (const [set, least] of [
      [FIRST, 97.9],
      [SECOND, 96.8],
      [FOURTH, 96.6],
      [FIFTH, 96.6],
      [SIXTH, 98.2],
      [SEVENTH, 88.2],
      [EIGHTH, 93.2],
      [NINTH, 99.9],
      [TENTH, 94.9],
      [ELEVENTH, 94.9],
      [TWELFTH, 91.6],
      [THIRTEENTH, 98.2],
      [FOURTEENTH, 94.9],
      [FIFTEENTH, 96.6],
      [SIXTEENTH, 96.6],
      [SEVENTEENTH, 99.9],
      [EIGHTEENTH, 98.2],
      [NINETEENTH, 98.2],
      [TWENTIETH, 89.9],
      [TWENTY_FIRST, 96.6],
      [TWENTY_SECOND, 91.6],
      [TWENTY_THIRD, 98.2],
      [TWENTY_FOURTH, 96.6],
      [TWENTY_FIFTH, 98.2],
      [TWENTY_SIXTH, 98.2],
      [TWENTY_SEVENTH, 98.2],
    ] as const)
      expect(sharesOf(set['forbidden, immigration']).deny).toBeGreaterThanOrEqual(least);
    expect(sharesOf(third('forbidden, immigration')).deny).toBeGreaterThanOrEqual(98);
  });

  // What remains held and refused is more than a department would wish. A bound is drawn wider only in a commit that says
  // what was gained for it.
  test.each<[string, readonly string[], { readonly deny: number; readonly permit: number }]>([
    ['plain', FIRST.honest, { deny: 0.5, permit: 88.5 }],
    ['with traps', FIRST['honest with traps'], { deny: 1, permit: 56.3 }],
    ['in other languages', FIRST['honest, in other languages'], { deny: 0, permit: 24 }],
    ['plain, second set', SECOND.honest, { deny: 0, permit: 97 }],
    ['with traps, second set', SECOND['honest with traps'], { deny: 0.4, permit: 67 }],
    ['plain, third set', third('honest'), { deny: 0, permit: 93.2 }],
    ['with traps, third set', third('honest with traps'), { deny: 1, permit: 57.3 }],
    ...LATER.flatMap(
      ([name, set, { plain, traps }]): [string, readonly string[], { deny: number; permit: number }][] => [
        [`plain, ${name}`, set.honest, { deny: 1, permit: plain }],
        [`with traps, ${name}`, set['honest with traps'], traps],
      ],
    ),
    ['in other languages, third set', third('honest, in other languages'), { deny: 14.3, permit: 57 }],
  ])('honest, %s: no more are refused, and no fewer permitted', (_, texts, bounds) => {
    const { deny, permit } = sharesOf(texts, 'permit');
    expect(deny).toBeLessThanOrEqual(bounds.deny + 0.01);
    expect(permit).toBeGreaterThanOrEqual(bounds.permit - 0.01);
  });
});

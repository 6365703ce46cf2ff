/**
 * Labelled reasons, most of them by writers who had not seen the lists: what share of each group is permitted, held and
 * refused, as words alone. The bounds are drawn by what was seen; one is drawn wider only in a commit that says what was
 * gained for it.
 */
import { describe, expect, test } from '@jest/globals';
import { judgeReason } from '../../programs/bench/judge/judge-reason.ts';
import { REASONS } from '../../programs/weights/labelled-examples.ts';

type Effect = 'permit' | 'review' | 'deny';

const judged = REASONS.map((reason) => ({
  ...reason,
  effect: judgeReason({
    line: 0,
    text: reason.text,
    group: reason.group,
    verdict: reason.group.startsWith('honest') ? 'permit' : 'refuse',
  }).decision.effect,
}));

/** Percent of a group with an answer. */
function percent(effect: Effect, group: string, set = ''): number {
  const those = judged.filter((one) => one.group === group && one.set.startsWith(set));
  return (100 * those.filter((one) => one.effect === effect).length) / those.length;
}

describe('labelled reasons', () => {
  test('are fifty thousand, in sets', () => {
    expect(REASONS.length).toBeGreaterThan(50_000);
    expect(new Set(REASONS.map(({ set }) => set)).size).toBeGreaterThan(60);
  });

  test.each([
    ['forbidden, immigration', 0.1],
    ['forbidden, other', 0.5],
    ['forbidden, other language', 0.5],
    ['behind, immigration', 1],
    ['behind, other', 3.5],
    ['hidden, immigration', 1],
    ['hidden, other', 3],
    ['training', 0],
    ['vague', 0],
  ])('`%s`: at most %d in a hundred are permitted', (group, most) => {
    expect(percent('permit', group)).toBeLessThanOrEqual(most);
  });

  test.each([
    ['honest', '', 1.7, 71],
    ['honest, traps', '', 3.3, 48.4],
    ['honest', 'long', 5.5, 23],
  ] as const)(
    '`%s` of sets `%s`: at most %d in a hundred are refused, and %d permitted',
    (group, set, deny, permit) => {
      expect(percent('deny', group, set)).toBeLessThanOrEqual(deny);
      expect(percent('permit', group, set)).toBeGreaterThanOrEqual(permit);
    },
  );

  test('what is plainly about immigration is refused outright, but for a few in a hundred', () => {
    expect(percent('deny', 'forbidden, immigration')).toBeGreaterThanOrEqual(94.5);
  });

  test('none that once was refused is permitted', () => {
    const loosened = judged.filter(
      ({ answer, effect, group }) => answer === 'deny' && !group.startsWith('honest') && effect === 'permit',
    );
    expect(loosened).toEqual([]);
  });
});

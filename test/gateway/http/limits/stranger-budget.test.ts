/** How long a stranger waits, by how many were refused. */
import { describe, expect, test } from '@jest/globals';
import { StrangerBudget } from '../../../../gateway/http/limits/stranger-budget.ts';

const ALLOWANCE = { perSecond: 10, burst: 3 };

describe('the budget for refusing strangers', () => {
  test('is spent without a wait while something is left, and each one beyond it waits longer', () => {
    const budget = new StrangerBudget(() => 0, ALLOWANCE);
    expect([1, 2, 3, 4, 5, 6].map(() => budget.spend())).toEqual([0, 0, 0, 100, 200, 300]);
  });

  test('is refilled by time, up to the burst and no more', () => {
    let now = 0;
    const budget = new StrangerBudget(() => now, ALLOWANCE);
    for (let i = 0; i < 5; i += 1) budget.spend();
    now += 300;
    expect([budget.spend(), budget.spend()]).toEqual([0, 100]);
    now += 60_000;
    expect([1, 2, 3, 4].map(() => budget.spend())).toEqual([0, 0, 0, 100]);
  });

  test('lets nobody wait for more than five seconds, however many come', () => {
    const budget = new StrangerBudget(() => 0, ALLOWANCE);
    let longest = 0;
    for (let i = 0; i < 10_000; i += 1) longest = Math.max(longest, budget.spend());
    expect(longest).toBe(5_000);
  });

  test('is not overdrawn by a clock that goes back', () => {
    let now = 1_000;
    const budget = new StrangerBudget(() => now, ALLOWANCE);
    budget.spend();
    now = 0;
    expect([budget.spend(), budget.spend(), budget.spend()]).toEqual([0, 0, 100]);
  });
});

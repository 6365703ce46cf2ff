/** However much was asked: the same patterns as by their definition, and in a time that grows no faster. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Activity } from '../../sharing-rules/anomalies.ts';
import { findAnomalies } from './find-anomalies.ts';
import { findNaively } from './naive-anomalies.ts';

const BEGIN = Date.UTC(2026, 9, 5, 16);
const HOUR = 3_600_000;

/** Few officers, plates and cases, so that they meet; long pauses and none. */
const step = fc.record({
  pause: fc.constantFrom(0, 0, 1, 60_000, HOUR, 6 * HOUR, 24 * HOUR, 24 * HOUR + 1),
  localHour: fc.constantFrom(3, 12),
  agency: fc.constantFrom('CO0010000', 'CO0010100'),
  officer: fc.constantFrom('a', 'b', 'c'),
  clientId: fc.constantFrom('one', 'one', 'one', 'other'),
  effect: fc.constantFrom('permit', 'review', 'deny'),
  purpose: fc.constantFrom('stolen_vehicle', 'hit_and_run', 'exigent_life_safety'),
  plate: fc.constantFrom(null, 'P1', 'P1', 'P2', 'P3'),
  caseNumber: fc.constantFrom(null, 'C1', 'C2', 'C3'),
  reasons: fc.array(
    fc.constantFrom<Activity['reasons'][number]>(
      { code: 'narrative_immigration', detail: null },
      { code: 'narrative_personal', detail: null },
      { code: 'narrative_minor_traffic', detail: null },
      { code: 'purpose_vague', detail: 'vague' },
      { code: 'quota_exceeded', detail: null },
    ),
    { maxLength: 2 },
  ),
  isWanted: fc.boolean(),
  isDryRun: fc.constantFrom(false, false, true),
  stated: fc.constantFrom(null, 'S1', 'S2', 'S3', 'S4'),
});

function logOf(steps: readonly (Omit<Activity, 'index' | 'at'> & { pause: number })[]): Activity[] {
  let at = BEGIN;
  return steps.map(({ pause, ...asked }, index) => {
    at += pause;
    return { ...asked, index, at };
  });
}
const byName = (found: ReturnType<typeof findAnomalies>) =>
  [...found].sort((a, b) => `${a.kind} ${a.of}`.localeCompare(`${b.kind} ${b.of}`));

describe('the search for patterns', () => {
  test('finds what the definition names, and shows the same entries', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const activity = logOf(steps as Parameters<typeof logOf>[0]);
        const anomalies = byName(findAnomalies(activity));
        found += anomalies.length;
        expect(anomalies).toEqual(byName(findNaively(activity)));
      }),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(100);
  });

  test('of a plate refused to many and released to some, finds what the definition names', () => {
    const refusedOrReleased = fc.record({
      pause: fc.constantFrom(0, HOUR, 13 * HOUR),
      officer: fc.constantFrom('a', 'b', 'c', 'd'),
      caseNumber: fc.constantFrom(null, 'C1', 'C2', 'C3'),
      effect: fc.constantFrom('permit', 'deny', 'deny'),
    });
    let found = 0;
    fc.assert(
      fc.property(fc.array(refusedOrReleased, { maxLength: 14 }), (steps) => {
        const activity = logOf(
          steps.map((one) => ({
            ...{ ...one, localHour: 12, agency: 'CO0010000', clientId: 'one', plate: 'P1' },
            purpose: 'stolen_vehicle',
            reasons: one.effect === 'deny' ? [{ code: 'narrative_immigration', detail: null }] : [],
          })) as Parameters<typeof logOf>[0],
        );
        const of = (all: ReturnType<typeof findAnomalies>) =>
          all.filter(({ kind }) => kind === 'refused_plate');
        const anomalies = of(findAnomalies(activity));
        found += anomalies.length;
        expect(anomalies).toEqual(of(findNaively(activity)));
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(30);
  });

  test('of 21,000 refusals for one plate, each under another case, takes no minute', () => {
    const flood = Array.from(
      { length: 21_000 },
      (_, index): Activity => ({
        ...{
          index,
          at: BEGIN + index * 100,
          localHour: 12,
          agency: 'CO0010000',
          clientId: 'one',
          plate: 'P1',
        },
        officer: `officer-${index % 7}`,
        effect: 'deny',
        purpose: 'stolen_vehicle',
        caseNumber: `C${index}`,
        reasons: [{ code: 'narrative_immigration', detail: null }],
      }),
    );
    const last = { ...(flood.at(-1) as Activity), effect: 'permit', reasons: [], officer: 'z' } as const;
    const began = performance.now();
    const found = findAnomalies([...flood, { ...last, index: 21_000, caseNumber: 'other' }]);
    // A fraction of a second on a quick machine; window by window it takes most of a minute.
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(new Set(found.map(({ kind }) => kind))).toEqual(
      new Set(['prohibited_words', 'heavy_use', 'refused_plate']),
    );
    expect(found.every(({ entries }) => entries.length <= 200)).toBe(true);
  });
});

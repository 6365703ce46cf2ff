/** Each line of the patterns of misuse: which reasons and hours count, and how far back a look must reach. */
import { describe, expect, test } from '@jest/globals';
import { type Activity, LONGEST_PATTERN } from '../../sharing-rules/anomalies.ts';
import type { ReasonCode } from '../../sharing-rules/terms/decision.ts';
import { findAnomalies } from './find-anomalies.ts';

const BEGIN = Date.UTC(2026, 9, 5, 16);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function asked(index: number, changes: Partial<Activity> = {}): Activity {
  return {
    ...{ index, at: BEGIN + index * HOUR, localHour: 10, agency: 'CO0010000', officer: 'officer-1' },
    ...{ clientId: 'adams', effect: 'permit', purpose: 'stolen_vehicle', plate: `TST${index}` },
    ...{ caseNumber: `CR-${index}`, reasons: [], ...changes },
  };
}
const refused = (code: ReasonCode, detail: string | null = null): Partial<Activity> => ({
  ...{ effect: 'deny', reasons: [{ code, detail }] },
});
const kinds = (activity: Activity[]) => findAnomalies(activity).map(({ kind }) => kind);

describe('patterns of misuse', () => {
  test('a look reaches back thirty days, the longest of them', () => {
    expect(LONGEST_PATTERN).toBe(30 * DAY);
  });

  test.each<ReasonCode>(['narrative_immigration', 'narrative_protected_class', 'narrative_protected_health'])(
    'a refusal for `%s` is a prohibited use where somebody wants it, twice is one pattern, and once alone is none',
    (code) => {
      const alone = asked(1, refused(code));
      expect(kinds([{ ...alone, isWanted: true }])).toEqual(['prohibited_use']);
      expect(kinds([alone])).toEqual([]);
      expect(kinds([alone, { ...alone, index: 2 }])).toEqual(['prohibited_words']);
    },
  );

  test.each<ReasonCode>([
    ...(['offense_immigration', 'offense_protected_health'] as const),
    ...(['narrative_personal', 'narrative_federal_assist'] as const),
  ])('one refusal for `%s` is a prohibited use, and one that was held is none', (code) => {
    expect(kinds([asked(1, refused(code))])).toEqual(['prohibited_use']);
    expect(kinds([asked(1, { ...refused(code), effect: 'review' })])).toEqual([]);
  });

  test.each<[string | null, boolean]>([
    ['immigration_civil', true],
    ['personal', true],
    ['protected_activity', true],
    ['reproductive_or_gender_care', true],
    ['mass_export', true],
    ['parking', false],
    ['not_personal', false],
    [null, false],
  ])('a refused purpose `%s` is a prohibited use: %s', (detail, grave) => {
    expect(kinds([asked(1, refused('purpose_prohibited', detail))])).toEqual(grave ? ['prohibited_use'] : []);
  });

  test.each<ReasonCode>(['narrative_minor_traffic', 'offense_minor_traffic'])(
    'three refusals for `%s` within a week are a habit, two are none',
    (code) => {
      const three = [1, 2, 3].map((index) => asked(index, refused(code)));
      expect(kinds(three)).toEqual(['minor_traffic_use']);
      expect(kinds(three.slice(1))).toEqual([]);
      expect(kinds(three.map((one) => ({ ...one, effect: 'review' })))).toEqual([]);
    },
  );

  test('a rewording is known by its detail, and another pretext is none', () => {
    expect(kinds([asked(1, refused('narrative_pretext', 'reworded_after_refusal'))])).toEqual(['reworded']);
    expect(kinds([asked(1, refused('narrative_pretext', 'training'))])).toEqual([]);
    expect(kinds([asked(1, refused('narrative_reworded', 'after_refusal'))])).toEqual([]);
    expect(kinds([asked(1, refused('purpose_vague', 'reworded_after_refusal'))])).toEqual([]);
  });

  test.each([
    [21, false],
    [22, true],
    [0, true],
    [4, true],
    [5, false],
  ])('a vague reason at %i o’clock is one at night: %s', (localHour, night) => {
    const two = [1, 2].map((index) => asked(index, { ...refused('purpose_vague'), localHour }));
    expect(kinds(two)).toEqual(night ? ['vague_at_night'] : []);
  });

  test('each officer of each agency has patterns of their own', () => {
    const vague = (index: number, changes: Partial<Activity>) =>
      asked(index, { ...refused('purpose_vague'), localHour: 23, ...changes });
    expect(kinds([vague(1, { officer: 'a' }), vague(2, { officer: 'b' })])).toEqual([]);
    expect(kinds([vague(1, { agency: 'CO0010100' }), vague(2, {})])).toEqual([]);
  });

  test('queries without a plate or a case number show no pattern of either', () => {
    const sweeps = Array.from({ length: 14 }, (_, index) =>
      asked(index, { at: BEGIN + index * DAY, plate: null, caseNumber: null }),
    );
    expect(kinds(sweeps)).toEqual([]);
    const plates = Array.from({ length: 14 }, (_, index) => asked(index, { caseNumber: null }));
    expect(kinds(plates)).toEqual([]);
    const eleven = Array.from({ length: 12 }, (_, index) =>
      asked(index, { caseNumber: 'CR-1', plate: index === 0 ? null : `TST${index}` }),
    );
    expect(kinds(eleven)).toEqual([]);
    const purposes = ['violent_crime', 'stolen_vehicle'].map((purpose, index) =>
      asked(index, { purpose, plate: null }),
    );
    expect(kinds(purposes)).toEqual([]);
  });

  test('days are days: five look-ups of one plate on one day are one day’s', () => {
    const same = (index: number, at: number) => asked(index, { at, plate: 'TST1', caseNumber: 'CR-1' });
    expect(kinds([0, 1, 2, 3, 4].map((index) => same(index, BEGIN + index * 60_000)))).toEqual([]);
    expect(kinds([0, 1, 2, 3, 4].map((index) => same(index, BEGIN + index * DAY)))).toEqual([
      'repeated_plate',
    ]);
  });

  test('the entries that show a pattern are named in the order of time, the newest window of them', () => {
    const at = (index: number, days: number) =>
      asked(index, { ...refused('narrative_minor_traffic'), at: BEGIN + days * DAY });
    const [found] = findAnomalies([at(9, 20), at(1, 0), at(8, 19), at(7, 18), at(2, 1)]);
    expect(found?.entries).toEqual([7, 8, 9]);
    expect(kinds([at(1, 0), at(2, 1), at(3, 7)])).toEqual([]);
    expect(kinds([at(1, 0.001), at(2, 1), at(3, 7)])).toEqual(['minor_traffic_use']);
  });
});

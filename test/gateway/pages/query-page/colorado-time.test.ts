/** What an officer types is the moment that they mean, in UTC or by a clock in Colorado. */
import { describe, expect, test } from '@jest/globals';
import { coloradoTime } from '../../../../gateway/pages/layout/colorado-clock.ts';
import {
  coloradoFieldTime,
  fieldTime,
  momentOf,
} from '../../../../gateway/pages/query-page/colorado-time.ts';

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

describe('a time that an officer typed', () => {
  test.each([
    ['2026-11-27T15:26', 'utc', '2026-11-27T15:26:00.000Z'],
    ['2026-11-27T15:26', 'colorado', '2026-11-27T22:26:00.000Z'],
    ['2026-07-04T12:00', 'colorado', '2026-07-04T18:00:00.000Z'],
    ['2026-07-04 12:00:30', 'colorado', '2026-07-04T18:00:30.000Z'],
    ['2026-07-04T12:00Z', 'colorado', '2026-07-04T12:00:00.000Z'],
  ] as const)('%s in %s is %s', (typed, zone, moment) => {
    expect(iso(momentOf(typed, zone))).toBe(moment);
  });

  test('is within the window where the clock shows an hour twice', () => {
    expect(iso(momentOf('2026-11-01T01:30', 'colorado'))).toBe('2026-11-01T07:30:00.000Z');
    expect(iso(momentOf('2026-11-01T01:30', 'colorado', true))).toBe('2026-11-01T08:30:00.000Z');
  });

  test('is read as if the clock had not been set where it skips an hour', () => {
    expect(iso(momentOf('2026-03-08T02:30', 'colorado'))).toBe('2026-03-08T09:30:00.000Z');
  });

  test.each(['', 'yesterday', '2026-02-30T10:00', '2026-13-01T10:00', '2026-01-01T25:00', '2026-01-01'])(
    'is none where it is written otherwise: %j',
    (typed) => {
      expect([momentOf(typed, 'utc'), momentOf(typed, 'colorado')]).toEqual([null, null]);
    },
  );
});

test('a moment is shown as a clock in Colorado shows it', () => {
  expect(coloradoTime(Date.parse('2026-11-27T22:26:43Z'))).toBe('2026-11-27 15:26:43 MST');
  expect(coloradoTime(Date.parse('2026-07-04T18:00:00Z'))).toBe('2026-07-04 12:00:00 MDT');
  expect(fieldTime(Date.parse('2026-07-04T18:00:00Z'))).toBe('2026-07-04T18:00');
});

test('a field has a moment as a clock in Colorado shows it, but for the hour that it shows twice', () => {
  expect(coloradoFieldTime(Date.parse('2026-11-27T22:26:00Z'))).toBe('2026-11-27T15:26');
  expect(coloradoFieldTime(Date.parse('2026-07-04T18:00:00Z'))).toBe('2026-07-04T12:00');
  for (const twice of ['2026-11-01T07:30:00Z', '2026-11-01T08:30:00Z']) {
    expect(coloradoFieldTime(Date.parse(twice))).toBeNull();
  }
});

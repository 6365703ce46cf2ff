/** Times stand in UTC and by the reader's clock; days are those of that clock. */
import { describe, expect, test } from '@jest/globals';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Day, endOfDay, InTimeZone, Time } from '../../../../gateway/pages/layout/time.tsx';

const DENVER = 'America/Denver';
const shown = (what: typeof Time | typeof Day, at: string, zone: string | null = DENVER) =>
  renderToString(h(InTimeZone, { value: zone }, h(what, { at }))).replace(/<[^>]*>/g, '');

describe('a time on a page', () => {
  test('stands in UTC and by the clock where its reader is, summer and winter', () => {
    expect(shown(Time, '2026-11-27T22:26:43Z')).toBe('2026-11-27 22:26 UTC (15:26 MST)');
    expect(shown(Time, '2026-07-27T22:26:43Z')).toBe('2026-07-27 22:26 UTC (16:26 MDT)');
    expect(shown(Time, '2026-11-28T02:00:00Z')).toBe('2026-11-28 02:00 UTC (2026-11-27 19:00 MST)');
    expect(shown(Time, '2026-11-28T02:00:00Z', null)).toBe('2026-11-28 02:00 UTC');
  });

  test('is of the reader’s day; a day that was written as one stays as it is', () => {
    expect(shown(Day, '2026-11-28T02:00:00Z')).toBe('2026-11-27');
    expect(shown(Day, '2026-11-28T02:00:00Z', null)).toBe('2026-11-28');
    expect(shown(Day, '2026-11-28')).toBe('2026-11-28');
  });

  test('by which something is due on a day is that day’s end there, also when the clock is changed that day', () => {
    expect(endOfDay('2026-11-27', DENVER)).toBe('2026-11-28T06:59:59.000Z');
    expect(endOfDay('2026-07-27', DENVER)).toBe('2026-07-28T05:59:59.000Z');
    expect(endOfDay('2026-11-01', DENVER)).toBe('2026-11-02T06:59:59.000Z');
    expect(endOfDay('2027-03-14', DENVER)).toBe('2027-03-15T05:59:59.000Z');
    expect(endOfDay('', DENVER)).toBe('T23:59:59Z');
  });
});

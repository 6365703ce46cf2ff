/** The suite itself runs by `npm run test:soak`; here only what it makes of its samples, and where its midnight lies. */
import { describe, expect, test } from '@jest/globals';
import { growthOfTable } from './growth-of-table.ts';
import { type Judged, judgeSamples } from './judge-samples.ts';
import { msAhead } from './midnight.ts';
import type { Kind, Sample } from './sample.ts';

const SAMPLES = 61;
const HOUR = 3_600;

/** Two hours of one figure, with 100 entries of the log for each sample. */
function judged(kind: Kind, name: string, valueAt: (hours: number, turn: number) => number): Judged {
  const samples = Array.from({ length: SAMPLES }, (_, turn): Sample => {
    const seconds = (turn * 2 * HOUR) / (SAMPLES - 1);
    const figures = { memory: {}, handles: {}, table: {}, latency: {} };
    const value = valueAt(seconds / HOUR, turn);
    return { at: '', seconds, entries: turn * 100, figures: { ...figures, [kind]: { [name]: value } } };
  });
  return judgeSamples(samples)[0] as Judged;
}

describe('a figure of two hours', () => {
  test('that stays is flat', () => {
    expect(judged('memory', 'RSS', () => 200)).toMatchObject({ verdict: 'flat', slope: 0, mean: 200 });
  });

  test('that gains a tenth an hour grows, and its slope is told', () => {
    const { share, slope, verdict } = judged('memory', 'RSS', (hours) => 200 + 20 * hours);
    expect(verdict).toBe('grows');
    expect(slope).toBeCloseTo(20);
    expect(share).toBeCloseTo(20 / 224);
  });

  test('that loses a tenth an hour falls', () => {
    expect(judged('handles', 'handles', (hours) => 200 - 20 * hours).verdict).toBe('falls');
  });

  test('that gains less than a twentieth an hour is flat', () => {
    expect(judged('memory', 'RSS', (hours) => 1_000 + 40 * hours).verdict).toBe('flat');
  });

  test('that grows in its first fifth alone, while it warms up, is flat', () => {
    expect(judged('memory', 'RSS', (hours) => Math.min(500 * hours, 190)).verdict).toBe('flat');
  });

  test('that goes up and down by more than it gains is flat', () => {
    const noisy = (hours: number, turn: number) => 100 + 10 * hours + (turn % 2 === 0 ? 40 : -40);
    expect(judged('latency', 'query p99', noisy).verdict).toBe('flat');
  });

  test('that gains some pages of a small table is flat', () => {
    expect(judged('table', 'gateway.node_lease', (hours) => 16_384 + 8_192 * hours).verdict).toBe('flat');
  });
});

describe('a table', () => {
  test('of entries of the log is told in bytes an entry', () => {
    const told = judged('table', 'gateway.log_entry', (_hours, turn) => 1_000_000 + turn * 100 * 320);
    expect(told.verdict).toBe('with the log');
    expect(told.slope).toBeCloseTo(320);
  });

  test('that is bounded by a number, or erased within minutes, must not grow', () => {
    const growing = (name: string) => judged('table', name, (hours) => 1_000_000 * (1 + hours));
    for (const name of ['gateway.hot_list_entry', 'gateway.proof_used', 'gateway.node_lease'])
      expect(growing(name)).toMatchObject({ verdict: 'grows', mustNotGrow: true });
    for (const name of ['gateway.mark', 'gateway.page_session', 'reads.plate_read'])
      expect(growing(name)).toMatchObject({ verdict: 'grows', mustNotGrow: false });
  });

  test('that nobody has declared is not taken for one that must stay', () => {
    expect(growthOfTable('gateway.unheard_of')).toBe('with use');
  });
});

describe('the clock of a soak', () => {
  const MINUTE = 60_000;

  test.each(['2026-06-01T00:00:00Z', '2026-06-01T12:34:56Z', '2026-06-01T23:45:00Z'])(
    'started at %s is moved so that midnight is an hour away',
    (started) => {
      const now = Date.parse(started);
      const ahead = msAhead(now, 60 * MINUTE);
      expect(ahead).toBeGreaterThanOrEqual(0);
      expect(new Date(now + ahead).toISOString()).toMatch(/T23:00:00/);
    },
  );
});

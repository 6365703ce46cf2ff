import { describe, expect, test } from '@jest/globals';
import type { Attempt } from '../load/history.ts';
import { checkWrites } from './check-writes.ts';
import { asked, LOG, lines, PARTNER, returned } from './sample-run.ts';
import { writesOf } from './writes.ts';

describe('the checker of what nodes wrote', () => {
  const HALTED = lines(['log_created', 0, null], ['grant_approved'], ['release'], ['halted', 3, null]);
  const wrote = (begun: number, ended = begun, stopped = false, releaseId = 'release 2') => [
    { begun, ended, releaseId, stopped },
  ];
  const check = (
    writes: ReturnType<typeof wrote>,
    { agency = PARTNER as string | null, log = LOG, attempts = [] as Attempt[] } = {},
  ) => {
    const { heldInWrite, violations } = checkWrites(
      { attempts, lowered: [returned(30, agency)] },
      writes,
      log,
    );
    return { heldInWrite, violations: violations.length };
  };

  test('a line of the trace is a write; one that a stop of its node touches is told apart', () => {
    const write = { begun: 31, ended: 35, releaseId: 'release-2' };
    const stops = (from: number, to: number) =>
      writesOf({ lines: ['31 35 release-2'], stops: [{ from, to }] });
    expect(stops(10, 30)).toEqual([{ ...write, stopped: false }]);
    expect(stops(36, 40)).toEqual([{ ...write, stopped: false }]);
    expect(stops(33, Number.POSITIVE_INFINITY)).toEqual([{ ...write, stopped: true }]);
    expect(stops(20, 32)).toEqual([{ ...write, stopped: true }]);
  });

  test('a byte written after the return is found, by agency and by everybody', () => {
    expect(check(wrote(15))).toEqual({ violations: 0, heldInWrite: 0 });
    expect(check(wrote(31))).toEqual({ violations: 1, heldInWrite: 0 });
    expect(check(wrote(31), { agency: null, log: HALTED })).toEqual({ violations: 1, heldInWrite: 0 });
    expect(check(wrote(31), { agency: 'CO0010100' })).toEqual({ violations: 0, heldInWrite: 0 });
  });

  test('a later return does not hide an earlier mark that was higher', () => {
    const lowered = [returned(30), { ...returned(40), mark: 1 }];
    expect(checkWrites({ attempts: [], lowered }, wrote(41), LOG).violations).toHaveLength(1);
  });

  test('a write that was under way at the return is a violation, unless its process had been stopped in it', () => {
    expect(check(wrote(10, 35))).toEqual({ violations: 1, heldInWrite: 0 });
    expect(check(wrote(10, 35, true))).toEqual({ violations: 0, heldInWrite: 1 });
    expect(check(wrote(10, 35, true), { agency: null, log: HALTED })).toEqual({
      violations: 0,
      heldInWrite: 1,
    });
    expect(check(wrote(31, 35, true))).toEqual({ violations: 1, heldInWrite: 0 });
  });

  test('what had arrived by the return was written before, whatever its process did then', () => {
    expect(check(wrote(10, 35), { attempts: [asked({ ended: 20 })] })).toEqual({
      violations: 0,
      heldInWrite: 0,
    });
    expect(check(wrote(10, 35), { attempts: [asked({ ended: 36 })] })).toEqual({
      violations: 1,
      heldInWrite: 0,
    });
  });

  test('a write of what the log does not hold as a release is found', () => {
    expect(check(wrote(1, 1, false, 'unknown')).violations).toBe(1);
    const refused = LOG.map((line) => (line.kind === 'refusal' ? { ...line, releaseId: 'refused' } : line));
    expect(check(wrote(1, 1, false, 'refused'), { log: refused }).violations).toBe(1);
  });
});

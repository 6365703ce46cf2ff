/** How long the newest entries have been without a quorum: what decides whether anything may be released. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { WitnessLag } from '../../../gateway/cosigning/witness-lag.ts';
import { LONG_AGO } from '../../../gateway/faults/age.ts';

describe('releases that may lag ten seconds behind the witnesses', () => {
  let now: number;
  /** Ms by which the wall clock is ahead. */
  let ahead: number;
  let lag: WitnessLag;
  const both = (moment: number) => ({ monotonic: moment, wall: moment });
  const at = (moment: number, size: number) => {
    now = moment;
    lag.look(size);
    return lag.isLate;
  };
  beforeEach(() => {
    now = 1_000_000;
    ahead = 0;
    lag = new WitnessLag({ most: 10_000, clock: { monotonic: () => now, wall: () => now + ahead } });
  });

  test('wait from the start: nobody knows what was not cosigned while no node ran', () => {
    expect(lag.isLate).toBe(true);
    expect(at(1_000_001, 5)).toBe(true);
    lag.cosigned(5, both(1_000_000));
    expect([lag.isLate, lag.now]).toEqual([false, 0]);
  });

  test('wait where no log was seen yet', () => {
    lag.look(null);
    expect(lag.isLate).toBe(true);
  });

  test('go on while the log rests, however long, and for ten seconds after the next entry', () => {
    at(1_000_000, 5);
    lag.cosigned(5, both(1_000_000));
    expect(at(9_000_000, 5)).toBe(false);
    expect(at(9_009_000, 6)).toBe(false);
    expect(at(9_010_001, 6)).toBe(true);
    lag.cosigned(6, both(9_009_000));
    expect(lag.isLate).toBe(false);
  });

  test('go on while the log grows and each head is cosigned soon', () => {
    at(1_000_000, 5);
    lag.cosigned(5, both(1_000_000));
    for (let second = 1; second < 100; second++) {
      const moment = 1_000_000 + second * 1_000;
      expect(at(moment, 5 + second * 10)).toBe(false);
      lag.cosigned(5 + (second - 2) * 10, both(moment - 2_000));
      expect(lag.now).toBeLessThanOrEqual(3_000);
    }
  });

  test('are not freed by the cosignature of an older head, nor of one of which it is not known how new it was', () => {
    at(1_000_000, 5);
    lag.cosigned(5, both(1_000_000));
    expect(at(1_020_000, 9)).toBe(true);
    lag.cosigned(4, both(1_020_000));
    expect(lag.isLate).toBe(true);
    lag.cosigned(7, LONG_AGO);
    expect(lag.isLate).toBe(true);
    lag.cosigned(8, both(1_019_000));
    expect(lag.isLate).toBe(false);
  });

  test('wait after a machine was suspended, whose monotonic clock stood still; a clock that is set back frees nothing', () => {
    at(1_000_000, 5);
    lag.cosigned(5, both(1_000_000));
    expect(at(1_001_000, 6)).toBe(false);
    ahead = 3_600_000;
    expect(at(1_002_000, 6)).toBe(true);
    ahead = -3_600_000;
    expect(at(1_011_000, 6)).toBe(true);
  });
});

test('where nothing depends on it, the lag is measured and holds nothing back', () => {
  const lag = new WitnessLag({ most: 0, clock: { monotonic: () => 5, wall: () => 5 } });
  lag.look(7);
  expect([lag.isLate, lag.now]).toEqual([false, Number.POSITIVE_INFINITY]);
});

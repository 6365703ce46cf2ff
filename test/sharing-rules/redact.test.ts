import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { obligationsOf } from '../../sharing-rules/obligations.ts';
import { redact } from '../../sharing-rules/redact.ts';
import { DAY, retentionStart } from '../../sharing-rules/retention.ts';
import type { Obligation, Read } from '../../sharing-rules/terms.ts';
import { inputOf } from './read-corpus.ts';

const INPUT = inputOf({ given: {} });
const { now } = INPUT;
const OBLIGATIONS = obligationsOf(INPUT);

function readAt(capturedAt: number, readId = 'r-1'): Read {
  return {
    readId,
    capturedAt,
    plate: 'ABC123',
    plateState: 'CO',
    confidence: 0.97,
    camera: { id: 'cam-01', name: 'Sample Street', lat: 39.8, lon: -104.9 },
    direction: 'N',
    vehicle: { make: 'Sample', model: null, color: 'blue', bodyStyle: null },
  };
}

describe('reads that are about to leave', () => {
  test('leave unchanged where they are within the limits', () => {
    const reads = [readAt(now - 1), readAt(now - 30 * DAY)];
    expect(redact(reads, OBLIGATIONS, now)).toEqual(reads);
  });

  test('stay if they are a millisecond older than thirty days, even if the store still has them', () => {
    expect(redact([readAt(now - 30 * DAY - 1)], OBLIGATIONS, now)).toEqual([]);
  });

  test('stay if their clock is more than a minute ahead: their age cannot be judged', () => {
    const reads = [readAt(now + 60_000), readAt(now + 60_001)];
    expect(redact(reads, OBLIGATIONS, now)).toEqual(reads.slice(0, 1));
  });

  test('stay if their time is no number', () => {
    expect(redact([readAt(Number.NaN)], OBLIGATIONS, now)).toEqual([]);
  });

  test('lose every field that is not published, images above all', () => {
    const stored = { ...readAt(now), plateImageSha256: 'x', contextImageSha256: 'y', ownerNote: 'z' };
    const withMore = {
      ...stored,
      camera: { ...stored.camera, address: 'x' },
      vehicle: { ...stored.vehicle, vin: 'x' },
    };
    expect(redact([withMore], OBLIGATIONS, now)).toEqual([readAt(now)]);
  });

  test('never leave in greater number, older, or in another order than the obligations say', () => {
    const reads = fc.array(fc.integer({ min: now - 40 * DAY, max: now + DAY }));
    fc.assert(
      fc.property(reads, fc.nat({ max: 20 }), fc.nat({ max: 40 }), (times, records, days) => {
        const at = retentionStart(now, days);
        const given: Obligation[] = [
          { code: 'not_before', at },
          { code: 'cap_records', records },
        ];
        const left = redact(
          times.map((time, index) => readAt(time, `r-${index}`)),
          given,
          now,
        );
        expect(left.length).toBeLessThanOrEqual(records);
        expect(left.every(({ capturedAt }) => capturedAt >= at && capturedAt <= now + 60_000)).toBe(true);
        const order = left.map(({ readId }) => Number(readId.slice(2)));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
  });
});

describe('obligations', () => {
  test('that are not known withhold everything', () => {
    const unknown = { code: 'blur_faces' } as unknown as Obligation;
    expect(() => redact([readAt(now)], [...OBLIGATIONS, unknown], now)).toThrow('`blur_faces` is not known');
  });

  test.each(['not_before', 'cap_records'])('without `%s` withhold everything', (code) => {
    const rest = OBLIGATIONS.filter((obligation) => obligation.code !== code);
    expect(() => redact([readAt(now)], rest, now)).toThrow('must both be given');
  });

  test('cap the page at what was asked for, and at what one query may release', () => {
    const capOf = (limit: number) =>
      obligationsOf(inputOf({ given: { query: { limit } } })).find(({ code }) => code === 'cap_records');
    expect(capOf(20)).toEqual({ code: 'cap_records', records: 20 });
    expect(capOf(900)).toEqual({ code: 'cap_records', records: 200 });
  });

  test('set the earliest time by the grant or by the owner, whichever is later', () => {
    const earliest = (lookBackDays: number) =>
      obligationsOf(inputOf({ given: { grant: { lookBackDays } } })).find(
        ({ code }) => code === 'not_before',
      );
    expect(earliest(7)).toEqual({ code: 'not_before', at: now - 7 * DAY });
    expect(earliest(90)).toEqual({ code: 'not_before', at: now - 30 * DAY });
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { HeardMarks, parseMark } from '../../../../gateway/release/lease/heard-marks.ts';
import { InFlight } from '../../../../gateway/release/lease/in-flight.ts';
import { Lease } from '../../../../gateway/release/lease/lease.ts';

const AGENCY = 1;
let inFlight: InFlight;
let marks: HeardMarks;

beforeEach(() => {
  const lease = new Lease({ monotonic: () => 0, wall: () => 0 });
  lease.grant(1, lease.moment());
  inFlight = new InFlight(lease);
  marks = new HeardMarks(inFlight);
});

const mark = (index: number, previous: number, agencyId: number | null = AGENCY) => ({
  index,
  previous,
  agencyId,
});
const indexes = (known: number) => marks.take(known)?.map(({ index }) => index) ?? null;

describe('marks that a node hears of', () => {
  test('raise their bars at once, before anything is acknowledged', () => {
    const inFlightResponse = inFlight.enter(AGENCY);
    marks.hear(mark(7, 0));
    expect(inFlightResponse.mayWrite(6, () => undefined)).toBe(false);
    expect(inFlightResponse.mayWrite(7, () => undefined)).toBe(true);
  });

  test('may be acknowledged where each follows on the one before, in whatever order they came', () => {
    marks.hear(mark(9, 7));
    marks.hear(mark(7, 3));
    expect(indexes(3)).toEqual([7, 9]);
  });

  test('are not all where one is missing: then the database must be asked', () => {
    marks.hear(mark(9, 7));
    expect(indexes(3)).toBeNull();
    marks.hear(mark(7, 3));
    marks.hear(mark(12, 9));
    expect(indexes(3)).toBeNull();
  });

  test('are not all where the node may have missed some', () => {
    marks.hear(null);
    marks.hear(mark(7, 3));
    expect(indexes(3)).toBeNull();
  });

  test('that were learnt otherwise meanwhile are done', () => {
    marks.hear(mark(7, 3));
    marks.hear(mark(9, 7));
    expect(indexes(7)).toEqual([9]);
    marks.hear(mark(9, 7));
    expect(indexes(9)).toEqual([]);
  });

  test('tell what was cut when the bar rose, and not that it was nothing afterwards', () => {
    inFlight.enter(AGENCY);
    marks.hear(mark(7, 0));
    expect(marks.bar(mark(7, 0))).toEqual({ drained: 1, aborted: 0 });
    marks.forget(7);
    expect(marks.bar(mark(7, 0))).toEqual({ drained: 0, aborted: 0 });
  });
});

describe('a notification', () => {
  test('is a mark of an agency or of everybody', () => {
    expect(parseMark('{"index":7,"agencyId":1,"previous":3}')).toEqual(mark(7, 3));
    expect(parseMark('{"index":7,"agencyId":null,"previous":0}')).toEqual(mark(7, 0, null));
  });

  test.each([null, '', '7', 'null', '{"index":7}', '{"index":"7","agencyId":1,"previous":3}', '[]'])(
    'that is none (%s) means: look',
    (payload) => {
      expect(parseMark(payload)).toBeNull();
    },
  );
});

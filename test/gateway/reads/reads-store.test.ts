/** What the gateway finds in the store, and the text in which it finds it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import type { DeliveredRead } from '../../../gateway/reads/read.schema.ts';
import { findReads, type ReadsQuery } from '../../../gateway/reads/reads-store.ts';
import type { AreaTarget, PlateTarget } from '../../../sharing-rules/terms/query.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { useReads } from '../../setup/database/use-reads.ts';
import { deliveredRead, HOUR, MINUTE, takeReads } from './reads-fixture.ts';

const now = Date.now();
const iso = (time: number) => new Date(time).toISOString();
const between = { from: now - 29 * DAY, to: now, limit: 200 };
const exact = (number: string, more: Partial<ReadsQuery> = {}): ReadsQuery => ({
  ...between,
  plate: { number, match: 'exact' },
  ...more,
});

const store = useReads({ max: 2 });
const take = (...reads: DeliveredRead[]) => takeReads(store.databases.readsOwnerUrl, reads);
const parsed = async (query: ReadsQuery) => JSON.parse((await findReads(store.pool, [query]))[0]?.text ?? '');
const platesOf = async (target: { plate: PlateTarget } | { area: AreaTarget }) =>
  (await parsed({ ...between, ...target })).map(({ plate }: { plate: string }) => plate).sort();

describe('a look-up', () => {
  test('finds the newest first, from the start of the window, up to but without its end', async () => {
    const times = [now - 3 * HOUR, now - 2 * HOUR, now - HOUR];
    await take(...times.map((time) => deliveredRead({ plate: 'WINDOW1', capturedAt: iso(time) })));
    const found = await parsed(exact('WINDOW1', { from: times[0] as number, to: times[2] as number }));
    expect(found.map(({ capturedAt }: { capturedAt: string }) => capturedAt)).toEqual([
      iso(times[1] as number),
      iso(times[0] as number),
    ]);
  });

  test('answers every query of a list in its place, of whatever kind', async () => {
    await take(
      deliveredRead({ plate: 'LIST1', capturedAt: iso(now - HOUR) }),
      deliveredRead({ plate: 'LIST2', capturedAt: iso(now - HOUR), cameraId: 'CAM-LIST' }),
    );
    const found = await findReads(store.pool, [
      exact('LIST2'),
      { ...between, area: { cameras: ['CAM-LIST', 'CAM-NONE'] } },
      exact('LIST9'),
      { ...between, plate: { number: 'L1ST1', match: 'lookalike' } },
      exact('LIST1'),
    ]);
    const plates = found.map(({ text }) => JSON.parse(text).map(({ plate }: { plate: string }) => plate));
    expect(plates).toEqual([['LIST2'], ['LIST2'], [], ['LIST1'], ['LIST1']]);
    expect(found.map(({ count, next }) => [count, next])).toEqual(
      [1, 1, 0, 1, 1].map((count) => [count, null]),
    );
  });

  test('of an empty list asks nothing', async () => {
    expect(await findReads(store.pool, [])).toEqual([]);
  });

  test('without plate and area is refused', async () => {
    await expect(findReads(store.pool, [between])).rejects.toThrow('must name a plate or an area');
  });

  test('by state finds only reads of that state', async () => {
    await take(
      deliveredRead({ plate: 'STATE1', plateState: 'CO', capturedAt: iso(now - HOUR) }),
      deliveredRead({ plate: 'STATE1', plateState: 'WY', capturedAt: iso(now - HOUR) }),
      deliveredRead({ plate: 'STATE1', capturedAt: iso(now - HOUR) }),
    );
    const found = await parsed({ ...between, plate: { number: 'STATE1', state: 'WY', match: 'exact' } });
    expect(found.map(({ plateState }: { plateState: string }) => plateState)).toEqual(['WY']);
  });

  test('of a partial plate knows no wildcards', async () => {
    await take(deliveredRead({ plate: 'PRT5577', capturedAt: iso(now - HOUR) }));
    expect(await platesOf({ plate: { number: 'T557', match: 'partial' } })).toEqual(['PRT5577']);
    expect(await platesOf({ plate: { number: 'T%7', match: 'partial' } })).toEqual([]);
    expect(await platesOf({ plate: { number: 'T_57', match: 'partial' } })).toEqual([]);
  });

  test('of an exact plate does not find what merely looks like it', async () => {
    await take(
      deliveredRead({ plate: 'OBIS', capturedAt: iso(now - HOUR) }),
      deliveredRead({ plate: '0815', capturedAt: iso(now - HOUR) }),
    );
    expect(await platesOf({ plate: { number: 'OBIS', match: 'exact' } })).toEqual(['OBIS']);
    expect(await platesOf({ plate: { number: 'OBIS', match: 'lookalike' } })).toEqual(['0815', 'OBIS']);
  });

  test('of a circle finds the reads within it, and none without a place', async () => {
    const at = (plate: string, lat: number, lon: number) =>
      deliveredRead({ plate, lat, lon, capturedAt: iso(now - HOUR) });
    // A degree of latitude is 111,195 m on the mean sphere; one of longitude at 39.8° 85,430 m.
    await take(
      at('CIRCLE1', 41.8 + 99 / 111_195, -103.9),
      at('CIRCLE2', 41.8, -103.9 - 99 / 82_893),
      at('CIRCLE3', 41.8 + 101 / 111_195, -103.9),
      at('CIRCLE4', 41.8, -103.9 - 101 / 82_893),
      deliveredRead({ plate: 'CIRCLE5', capturedAt: iso(now - HOUR) }),
    );
    expect(await platesOf({ area: { lat: 41.8, lon: -103.9, radiusMetres: 100 } })).toEqual([
      'CIRCLE1',
      'CIRCLE2',
    ]);
  });

  test('in pages finds every read once and in order, also where many were captured in one millisecond', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        async (offsets, limit) => {
          const plate = `PAGES${round++}`;
          await take(
            ...offsets.map((offset, i) =>
              deliveredRead({ plate, cameraId: `CAM-${i}`, capturedAt: iso(now - HOUR + offset) }),
            ),
          );
          const whole = await parsed(exact(plate));
          const paged: unknown[] = [];
          for (let query: ReadsQuery | null = exact(plate, { limit }); query; ) {
            const [page] = await findReads(store.pool, [query]);
            expect(page?.count).toBeLessThanOrEqual(limit);
            paged.push(...JSON.parse(page?.text ?? ''));
            query = page?.next ? exact(plate, { limit, after: page.next }) : null;
          }
          expect(paged).toEqual(whole);
          expect(whole).toHaveLength(offsets.length);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('the thirty days', () => {
  test('hide an older read from every kind of query, though it is still stored', async () => {
    const place = { lat: 10, lon: 10, cameraId: 'CAM-OLD' };
    // Young for as long as these tests may take.
    const young = iso(now - 30 * DAY + 30 * MINUTE);
    await take(
      deliveredRead({ plate: 'OLD0001', capturedAt: iso(now - 30 * DAY - MINUTE), ...place }),
      deliveredRead({ plate: 'OLD0001', capturedAt: young, ...place }),
    );
    const owner = new pg.Client(store.databases.readsOwnerUrl);
    await owner.connect();
    const { rows } = await owner.query(`SELECT count(*)::int AS count FROM read WHERE plate = 'OLD0001'`);
    await owner.end();
    expect(rows).toEqual([{ count: 2 }]);
    const asked = { from: 0, to: now, limit: 200 };
    const found = await findReads(store.pool, [
      { ...asked, plate: { number: 'OLD0001', match: 'exact' } },
      { ...asked, plate: { number: '0LD0001', match: 'lookalike' } },
      { ...asked, plate: { number: 'OLD', match: 'partial' } },
      { ...asked, area: { cameras: ['CAM-OLD'] } },
      { ...asked, area: { lat: 10, lon: 10, radiusMetres: 1 } },
    ]);
    for (const { text } of found) {
      expect(JSON.parse(text).map(({ capturedAt }: { capturedAt: string }) => capturedAt)).toEqual([young]);
    }
  });
});

/** The text in which a read leaves the store: what is hashed is what is sent. */
import { describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { type DeliveredRead, TEXT } from '../../../gateway/reads/read.schema.ts';
import { findReads } from '../../../gateway/reads/reads-store.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { useReads } from '../../setup/database/use-reads.ts';
import { deliveredRead, HOUR, takeReads } from './reads-fixture.ts';

const now = Date.now();
const iso = (time: number) => new Date(time).toISOString();
const yesterday = iso(now - DAY).slice(0, 10);
const exact = (number: string) =>
  ({ plate: { number, match: 'exact' }, from: now - 29 * DAY, to: now, limit: 200 }) as const;

const store = useReads({ max: 1 });
const take = (...reads: DeliveredRead[]) => takeReads(store.databases.readsOwnerUrl, reads);
const parsed = async (plate: string) =>
  JSON.parse((await findReads(store.pool, [exact(plate)]))[0]?.text ?? '');

describe('a read that is found', () => {
  test('has the shape of the API, and nothing of images, of the kind of camera, or of its taking', async () => {
    await take(
      deliveredRead({
        capturedAt: `${yesterday}T03:04:05.6Z`,
        plate: 'abc-1234',
        plateState: 'co',
        confidence: 0.97,
        cameraId: 'CAM-7',
        cameraName: 'Seventh',
        lat: 39.8,
        lon: -104.934,
        direction: 'N',
        make: 'FORD',
        model: 'F150',
        color: 'BLU',
        bodyStyle: 'PK',
        sourceType: 'fixed',
        plateImageSha256: 'ab'.repeat(32),
        contextImageSha256: 'cd'.repeat(32),
      }),
    );
    expect(await parsed('ABC1234')).toEqual([
      {
        readId: expect.stringMatching(
          /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        ),
        capturedAt: `${yesterday}T03:04:05.600Z`,
        plate: 'ABC1234',
        plateState: 'CO',
        confidence: 0.97,
        camera: { id: 'CAM-7', name: 'Seventh', lat: 39.8, lon: -104.934 },
        direction: 'N',
        vehicle: { make: 'FORD', model: 'F150', color: 'BLU', bodyStyle: 'PK' },
      },
    ]);
  });

  test('says null for what is not known', async () => {
    await take({ capturedAt: iso(now - HOUR), plate: 'BARE1', cameraId: 'CAM-2' });
    expect(await parsed('BARE1')).toMatchObject([
      {
        plateState: null,
        confidence: null,
        camera: { id: 'CAM-2', name: 'CAM-2', lat: null, lon: null },
        direction: null,
        vehicle: { make: null, model: null, color: null, bodyStyle: null },
      },
    ]);
  });

  test('is written in canonical JSON (RFC 8785), whatever its texts and numbers', async () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 12 })
      .filter((value) => new RegExp(TEXT, 'u').test(value));
    const hard = fc.oneof(text, fc.constantFrom('"\\/', '\t\r\n', '\u2028é€😀', '\u0080\u009f', '1e-7'));
    const micro = (limit: number) =>
      fc.oneof(
        fc.integer({ min: -limit * 1e6, max: limit * 1e6 }).map((n) => n / 1e6),
        fc.constantFrom(0, -0, 1e-6, -1e-6, 0.1, limit, 10, 39.8, 1e-7),
      );
    const read = fc.record(
      {
        confidence: fc.oneof(
          fc.integer({ min: 0, max: 10_000 }).map((n) => n / 10_000),
          fc.constantFrom(0, 1, 99.5),
        ),
        cameraName: hard,
        position: fc.tuple(micro(90), micro(180)),
        direction: hard,
        make: hard,
        model: hard,
        color: hard,
        bodyStyle: hard,
      },
      { requiredKeys: [] },
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(read, { minLength: 1, maxLength: 20 }), async (reads) => {
        const plate = `CANON${round++}`;
        await take(
          ...reads.map(({ position, ...rest }, i) =>
            deliveredRead({
              ...rest,
              ...(position ? { lat: position[0], lon: position[1] } : {}),
              plate,
              capturedAt: iso(now - HOUR - i),
            }),
          ),
        );
        const [found] = await findReads(store.pool, [exact(plate)]);
        expect(found?.count).toBe(reads.length);
        expect(found?.text).toBe(canonicalize(JSON.parse(found?.text ?? '')));
        const [first] = JSON.parse(found?.text ?? '');
        expect(first.vehicle.make).toBe(reads[0]?.make ?? null);
        expect(first.camera.name).toBe(reads[0]?.cameraName ?? 'Camera one');
      }),
      { numRuns: 15 },
    );
  });
});

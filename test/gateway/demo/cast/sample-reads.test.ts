/** The demo's reads: enough to try everything, and nobody's. */
import { describe, expect, test } from '@jest/globals';
import { SAMPLE_PLATES, sampleReads, takeSampleReads } from '../../../../gateway/demo/cast/sample-reads.ts';
import { findReads } from '../../../../gateway/reads/reads-store.ts';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import { useReads } from '../../../setup/database/use-reads.ts';

const now = Date.now();
const sample = { seed: 'test', now };

const store = useReads({ max: 1 });

describe('the sample', () => {
  test('is the same for the same seed and time, and another for another seed', () => {
    const [first, again, other] = ['test', 'test', 'other'].map((seed) =>
      JSON.stringify(sampleReads({ seed, now })),
    );
    // Compared as texts: a difference of ten thousand reads is no message.
    expect(first === again).toBe(true);
    expect(first === other).toBe(false);
  });

  test('holds at least three reads of each named plate in any 24 hours', () => {
    for (const hour of [0, 1, 6, 13, 23]) {
      const end = Date.parse('2026-03-02T00:00:30Z') + hour * 3_600_000;
      const recent = sampleReads({ seed: 'test', now: end }).filter(
        ({ capturedAt }) => Date.parse(capturedAt) >= end - DAY,
      );
      for (const named of SAMPLE_PLATES) {
        expect(recent.filter(({ plate }) => plate === named).length).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test('comes into the store once, is found there, and shows what a look-alike is', async () => {
    const taken = await takeSampleReads(store.databases.readsOwnerUrl, sample);
    expect(taken).toBe(sampleReads(sample).length);
    expect(await takeSampleReads(store.databases.readsOwnerUrl, sample)).toBe(0);
    const window = { from: now - DAY, to: now + 1, limit: 200 };
    const found = await findReads(store.pool, [
      ...SAMPLE_PLATES.map((number) => ({ ...window, plate: { number, match: 'exact' as const } })),
      { ...window, from: now - 29 * DAY, plate: { number: 'DEMO001', match: 'lookalike' } },
    ]);
    expect(SAMPLE_PLATES).toHaveLength(20);
    for (const { count } of found) expect(count).toBeGreaterThanOrEqual(3);
    expect(found.at(-1)?.text).toContain('"plate":"DEM0001"');
  });
});

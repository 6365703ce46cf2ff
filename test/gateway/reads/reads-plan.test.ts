/** How the store looks up: a month of partitions must cost only the days that are asked for. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { findReads, type ReadsQuery } from '../../../gateway/reads/reads-store.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { useReads } from '../../setup/database/use-reads.ts';
import { deliveredRead, takeReads } from './reads-fixture.ts';

const now = Date.now();
const iso = (time: number) => new Date(time).toISOString();

const store = useReads({ max: 1 });

beforeAll(async () => {
  const days = Array.from({ length: 25 }, (_, i) => now - i * DAY);
  await takeReads(
    store.databases.readsOwnerUrl,
    days.map((time) => deliveredRead({ plate: 'PLAN1', capturedAt: iso(time) })),
  );
});

/** The scans that the plan kept by `findReads` executes for these days back, each with how often it ran. */
async function scansFor(daysBack: readonly number[]) {
  const query = (days: number): ReadsQuery => ({
    plate: { number: 'PLAN1', match: 'exact' },
    from: now - days * DAY,
    to: now,
    limit: 50,
  });
  await findReads(store.pool, daysBack.map(query));
  const times = daysBack.map((days) => `'${iso(now - days * DAY)}'`).join(', ');
  const each = (value: string) => `ARRAY[${daysBack.map(() => value).join(', ')}]`;
  const { rows } = await store.pool.query(
    `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) EXECUTE find_exact (
       ${each("'PLAN1'")}, ${each('NULL::text')}, ARRAY[${times}]::timestamptz[], ${each(`'${iso(now)}'::timestamptz`)},
       ${each('50')}, ${each('NULL::uuid')}, '${iso(now - Math.max(...daysBack) * DAY)}', '${iso(now)}')`,
  );
  const lines = rows
    .map((row) => row['QUERY PLAN'] as string)
    .filter((line) => /Scan .* on read_\d{8}/.test(line));
  return lines.map((line) => ({
    scan: line.replace(/^[ >-]*/, '').split(' on ')[0],
    runs: Number(/loops=(\d+)/.exec(line)?.[1] ?? 0),
  }));
}

describe('the plan of an exact look-up', () => {
  test('scans, by index, only the days asked for', async () => {
    const scans = await scansFor([1]);
    expect(scans).toHaveLength(2);
    for (const { scan } of scans) expect(scan).toMatch(/^Index Scan using read_\d{8}_plate/);
  });

  test('of a list looks into a day only for the queries that ask for it', async () => {
    const scans = await scansFor([20, 1, 1]);
    expect(scans).toHaveLength(21);
    expect(scans.map(({ runs }) => runs)).toEqual([...Array(19).fill(1), 3, 3]);
  });
});

/**
 * A year of simulated months with planted misuse: the gateway's annual report is that of a program which shares no code
 * with it, and has each planted case once.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectPool } from '../../gateway/database/db.ts';
import { readAnnual } from '../../gateway/oversight/annual/read-annual.ts';
import type { Outcome } from '../../gateway/release/commit/commit-releases.ts';
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import { type ServedLog, serveLog } from '../gateway/audit/serve-log.ts';
import { describeIndependent, runIndependent } from '../independent/run-verify-log.ts';
import { createTestDatabases } from '../setup/database/test-databases.ts';
import { type Month, runMonth } from './run-month.ts';

/** The last year that is over. */
const YEAR = new Date().getUTCFullYear() - 1;

const SIZE = {
  ...{ agencies: 5, officers: 50, queries: 200, runs: 1, volume: 12 },
  months: Array.from({ length: 12 }, (_, month) => Date.UTC(YEAR, month, 1, 6)),
  ...{ slotHours: 24, lookEvery: 10, seed: 74 },
};

const KINDS: Partial<Record<Outcome['kind'], string>> = {
  ...{ released: 'release', held: 'review', denied: 'refusal', dry_run: 'dry_run' },
};

describeIndependent('the report of a year of history', () => {
  let log: ServedLog | undefined;
  let year: Month;
  // biome-ignore lint/suspicious/noExplicitAny: what another program printed
  let recount: any;
  let report: Awaited<ReturnType<typeof readAnnual>>;

  const count = (of: number) =>
    runIndependent('annual_report.py', (log as ServedLog).url.replace(/\/log$/, ''), String(of));

  beforeAll(async () => {
    const databases = await createTestDatabases();
    year = await runMonth(databases, SIZE);
    log = await serveLog(undefined, 0, databases);
    const { code, report: printed } = await count(YEAR);
    expect([code, printed.unchecked]).toEqual([0, undefined]);
    recount = printed;
    const auditPool = connectPool(databases.gatewayUrl, { applicationName: 'year', max: 1 });
    report = await readAnnual({ auditPool, owner: 'CO0010300' as Ori }, { year: YEAR, form: 'full' });
    await auditPool.end();
  }, 600_000);
  afterAll(() => log?.stop());

  test('is the same, counted by a program that shares no code, from public entries alone', () => {
    expect(report.entries).toEqual(recount.entries);
    expect(report.logSize).toBe(recount.size);
    const figures = Object.fromEntries(report.figures.map(({ code, count }) => [code, count]));
    expect(figures).toMatchObject(recount.figures);
    expect(figures.requests).toBe(recount.figures.released + recount.figures.held + recount.figures.refused);
    expect(new Set(report.entries.map(({ month }) => month)).size).toBe(12);
  });

  test('has every planted case, and none twice', () => {
    const counted = new Map<number, string>(
      recount.counted.map(([index, ...of]: [number, string, string, string | null]) => [index, of.join(' ')]),
    );
    expect(counted.size).toBe(recount.counted.length);
    const names = new Set(year.planted.map(({ name }) => name));
    const planted = year.answered.filter(({ asked }) => names.has(asked.planted ?? ''));
    expect(new Set(planted.map(({ asked }) => asked.planted))).toEqual(names);
    expect(planted).toHaveLength(year.planted.flatMap(({ asked }) => asked).length);
    expect(names.size).toBe(year.planted.length);
    expect(names.size).toBeGreaterThan(12 * 40);
    expect(new Set(planted.map(({ index }) => index)).size).toBe(planted.length);
    const faults = planted.flatMap(({ asked, at, index, outcome }) => {
      const must = `${new Date(at).toISOString().slice(0, 7)} ${KINDS[outcome.kind]} ${asked.officer.agency}`;
      return counted.get(index) === must ? [] : [[asked.planted, index, must, counted.get(index)]];
    });
    expect(faults).toEqual([]);
  });

  test('counts each report of misuse once, one of the night after the year in the next', async () => {
    const { report: next } = await count(YEAR + 1);
    const [told, later] = [recount, next].map(({ figures }) => figures.misuse_reported);
    expect(told).toBeGreaterThan(0);
    expect(told + later).toBe(year.reports.length);
  });
});

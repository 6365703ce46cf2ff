/**
 * Times an auditor's search of a year with five million entries: by each filter, and by pairs of filters that seldom or
 * never match together. Expected: p99 at most 50 ms. The search by case number is left out: it has no index, and reads a
 * bounded number of texts at a time. `--entries` names another size of the log.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectPool } from '../../../gateway/database/db.ts';
import {
  findDaysOfLog,
  findNewestEntries,
} from '../../../gateway/oversight/audit-search/audit-entries-store.ts';
import type { AuditFilter } from '../../../gateway/oversight/audit-search/audit-filter.ts';
import type { Days } from '../../../gateway/oversight/audit-search/days-of-log.ts';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { createTestDatabases } from '../../setup/database/test-databases.ts';
import { stopRun } from '../../setup/stop-run.ts';
import { fillYear, OFFICERS, PLATES, REASONS, YEAR } from './search/fill-year.ts';
import type { BenchOptions } from './support/bench.ts';
import { quantile } from './support/quantile.ts';
import { round } from './support/round.ts';

const ENTRIES = 5_000_000;
const SEARCHES = 200;
const PAGE = 50;
const LONGEST = 50;

export async function run({ report, entries = ENTRIES }: BenchOptions): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'alpr-bench-search-'));
  // As root, PostgreSQL's own user has to pass through it.
  await chmod(directory, 0o711);
  process.env.TEST_RUN_DIR = directory;
  try {
    const databases = await createTestDatabases();
    const pool = connectPool(databases.gatewayUrl, { applicationName: 'bench' });
    // The gateway's own pool would cancel statements after ten seconds.
    const ownerPool = new pg.Pool({ connectionString: databases.gatewayOwnerUrl, max: 1 });
    const first = await fillYear(ownerPool, entries);
    const { rows } = await ownerPool.query('SELECT id FROM agency ORDER BY id');
    const agencies = rows.map(({ id }) => Number(id));
    const within = (await findDaysOfLog(pool)) as Days;
    let holds = true;
    for (const [by, filterOf] of Object.entries(filters(entries, first, agencies))) {
      const times: number[] = [];
      let found = 0;
      for (let nth = 0; nth < SEARCHES; nth += 1) {
        const filter = filterOf(nth * 7_919);
        const began = performance.now();
        found += (await findNewestEntries(pool, filter, { limit: PAGE + 1, within })).length;
        times.push(performance.now() - began);
      }
      times.sort((a, b) => a - b);
      const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
      holds &&= p99 <= LONGEST;
      report({
        by,
        'p50 ms': round(p50),
        'p99 ms': round(p99),
        'found each': round(found / SEARCHES),
        holds: p99 <= LONGEST,
      });
    }
    report({ by: 'all', entries, holds });
    await Promise.all([pool.end(), ownerPool.end()]);
    await databases.drop();
  } finally {
    await stopRun(directory);
  }
}

/** Makes the filters. Each takes a number, so that successive searches look for different things. */
function filters(
  entries: number,
  first: string,
  agencies: readonly number[],
): Readonly<Record<string, (n: number) => AuditFilter>> {
  const of = <T>(all: readonly T[], n: number) => all[n % all.length] as T;
  const agencyId = (n: number) => of(agencies, n);
  const purpose = (n: number) => of(PURPOSES, n).code;
  const officerId = (n: number) => uuidOf(`officer${n % OFFICERS}`);
  const dayOf = (n: number) => Date.parse(first) + (n % YEAR) * DAY;
  return {
    nothing: () => ({}),
    agency: (n) => ({ agencyId: agencyId(n) }),
    officer: (n) => ({ officerId: officerId(n) }),
    'an officer who is not there': (n) => ({ officerId: uuidOf(`nobody${n}`) }),
    'a rare kind': () => ({ kind: 'fault' }),
    'the kind of most': () => ({ kind: 'release' }),
    effect: () => ({ effect: 'deny' }),
    purpose: (n) => ({ purpose: purpose(n) }),
    reason: (n) => ({ reason: of(REASONS, n) }),
    'a reason that is not there': () => ({ reason: 'sharing_halted' }),
    release: (n) => ({ releaseId: uuidOf(`release${(n * 3 + 1) % entries}`) }),
    plate: (n) => ({ plateCodes: codesOf(first, n % PLATES) }),
    day: (n) => ({ from: dayOf(n), to: dayOf(n) + DAY }),
    'a day to an hour ago': (n) => ({ from: Date.now() - DAY, to: Date.now() - (n % 60) * 60_000 }),
    'agency and purpose': (n) => ({ agencyId: agencyId(n), purpose: purpose(n * 3) }),
    'agency and reason': (n) => ({ agencyId: agencyId(n), reason: of(REASONS, n * 3) }),
    'officer and effect': (n) => ({ officerId: officerId(n), effect: 'deny' }),
    'purpose and effect in a month': (n) => ({
      ...{ purpose: purpose(n), effect: 'deny' },
      ...{ from: dayOf(n), to: dayOf(n) + 30 * DAY },
    }),
  };
}

/** Makes the same UUID as PostgreSQL's `md5(text)::uuid`. */
const uuidOf = (text: string) =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** Makes the plate's code of each day, as `fillYear` does. */
const codesOf = (first: string, plate: number) =>
  Array.from({ length: YEAR }, (_, nth) => {
    const day = utcDay(Date.parse(first) + nth * DAY);
    return { day, code: createHash('sha256').update(`${day}${plate}`).digest() };
  });

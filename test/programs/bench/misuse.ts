/**
 * The search for misuse over 300 agencies, one of which was refused a million times: what was planted with every other is
 * found, and the time of a thousand entries, and the memory, are the same at the end as at the beginning.
 * `BENCH_REFUSALS` names another number.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createLog } from '../../../gateway/audit/create-log.ts';
import { connectPool } from '../../../gateway/database/db.ts';
import { startEmbeddedPostgres } from '../../../gateway/demo/embedded-postgres.ts';
import { provisionDatabases } from '../../../gateway/demo/provision-databases.ts';
import { findMisuse } from '../../../gateway/oversight/misuse/find-misuse.ts';
import { fillQueries } from '../../setup/database/fill-queries.ts';
import type { Bench } from './support/bench.ts';
import { round } from './support/round.ts';

const AGENCIES = 300;
const REFUSALS = '1000000';
const MEGABYTE = 2 ** 20;

interface Turn {
  readonly ori: string;
  readonly entries: number;
  /** Ms. */
  readonly took: number;
  /** Bytes of the heap after it. */
  readonly heap: number;
}

export const run: Bench['run'] = async ({ report }) => {
  const refusals = Number(process.env.BENCH_REFUSALS ?? REFUSALS);
  const dataDir = mkdtempSync(join(tmpdir(), 'misuse-'));
  const server = await startEmbeddedPostgres({ dataDir, port: 0 });
  try {
    const urls = await provisionDatabases(server, { gateway: 'misuse', reads: 'misuse_reads' });
    const owner = connectPool(urls.gatewayOwnerUrl, { applicationName: 'misuse-owner', statementTimeout: 0 });
    const pool = connectPool(urls.gatewayUrl, { applicationName: 'misuse', max: 2, statementTimeout: 5_000 });
    await createLog(pool, 'log.test/misuse');
    const { flooder, planted } = await fillQueries(owner, { agencies: AGENCIES, refusals, now: Date.now() });
    await owner.query('VACUUM ANALYZE audit_detail, audit_search');
    const turns: Turn[] = [];
    const delay = monitorEventLoopDelay();
    delay.enable();
    const began = performance.now();
    const found = await findMisuse(
      {
        ...{ pool, key: randomBytes(32) },
        onExamined: ({ ori }, entries, took) =>
          turns.push({ ori, entries, took, heap: process.memoryUsage().heapUsed }),
      },
      { now: new Date(), patience: 3_600_000 },
    );
    const seconds = (performance.now() - began) / 1_000;
    const { rows } = await pool.query(
      'SELECT m.kind, a.ori FROM misuse_report m JOIN agency a ON a.id = m.agency_id',
    );
    const told = new Set(rows.map(({ kind, ori }) => `${ori} ${kind}`));
    const missed = [...planted].filter(([ori, kind]) => !told.has(`${ori} ${kind}`));
    for (const [ori, kind] of missed) report({ missed: `${kind} of ${ori}` });
    const ofFlooder = turns.filter(({ ori }) => ori === flooder);
    const tenth = Math.ceil(ofFlooder.length / 10);
    const others = turns.filter(({ ori }) => ori !== flooder);
    report({ of: 'refused so often', ...figuresOf(ofFlooder.slice(0, tenth)), part: 'first tenth' });
    report({ of: 'refused so often', ...figuresOf(ofFlooder.slice(-tenth)), part: 'last tenth' });
    report({ of: 'all others', ...figuresOf(others), part: 'all' });
    report({
      agencies: AGENCIES,
      refusals,
      planted: planted.size,
      missed: missed.length,
      incomplete: found?.incomplete.length ?? AGENCIES,
      'ms until all others were looked at': round(timeUntilOthers(turns, flooder)),
      'longest hold of the thread, ms': round(delay.max / 1e6),
      seconds: round(seconds),
    });
    await Promise.all([owner.end(), pool.end()]);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

function figuresOf(turns: readonly Turn[]) {
  const entries = turns.reduce((sum, one) => sum + one.entries, 0);
  const took = turns.reduce((sum, one) => sum + one.took, 0);
  return {
    turns: turns.length,
    entries,
    'ms a turn': round(took / turns.length),
    'slowest ms': round(Math.max(...turns.map((one) => one.took))),
    'highest heap, MB': round(Math.max(...turns.map(({ heap }) => heap)) / MEGABYTE),
  };
}

/** Ms of work up to the last turn of anybody but the flooder. */
function timeUntilOthers(turns: readonly Turn[], flooder: string): number {
  const last = turns.findLastIndex(({ ori }) => ori !== flooder);
  return turns.slice(0, last + 1).reduce((sum, one) => sum + one.took, 0);
}

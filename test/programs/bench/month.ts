/**
 * A month of 200 officers' queries with planted misuse: what was stopped or reported, and how often honest work was.
 */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../gateway/demo/embedded-postgres.ts';
import { provisionDatabases } from '../../../gateway/demo/provision-databases.ts';
import { judgeMonth } from '../../policy-month/judge-month.ts';
import { runMonth } from '../../policy-month/run-month.ts';
import type { Bench } from './support/bench.ts';

const SIZE = {
  agencies: 10,
  officers: 200,
  queries: 20_000,
  runs: 3,
  slotHours: 0.5,
  lookEvery: 1,
  seed: 2026,
};

export const run: Bench['run'] = async ({ report }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'month-'));
  const server = await startEmbeddedPostgres({ dataDir, port: 0 });
  try {
    const databases = await provisionDatabases(server, { gateway: 'month', reads: 'month_reads' });
    const began = performance.now();
    const figures = judgeMonth(await runMonth(databases, SIZE));
    for (const name of figures.missed) report({ missed: name });
    for (const fault of figures.otherwise) report({ otherwise: fault });
    for (const fault of figures.falseReports) report({ falseReport: fault });
    for (const { why, words } of figures.falseAlarms.slice(0, 20)) report({ falseAlarm: why, words });
    const { missed, otherwise, falseReports, falseAlarms, falseAlarmsOfIncidents, ...counts } = figures;
    report({
      ...counts,
      missed: missed.length,
      otherwise: otherwise.length,
      falseReports: falseReports.length,
      falseAlarms: falseAlarms.length,
      falseAlarmsOfIncidents: falseAlarmsOfIncidents.length,
      seconds: Math.round((performance.now() - began) / 1000),
    });
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

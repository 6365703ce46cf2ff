/**
 * Commits and revocations of a demo while one partner has 0, 50,000, 200,000 officers and asks with a fresh id each
 * time, at the pace that the rate limit allows; then the same with eight searches and two exports of auditors at work on
 * a log of 500,000 entries. Expected: commits a second, and a revocation's p50 and p99, within 1.2× of the quiet
 * rounds between, and of these within 1.2× of those without officers.
 *
 * `BENCH_LOG_ENTRIES` names another size of the log; with 0 no auditor reads.
 */
import { startDemo } from '../setup/demo/running-demo.ts';
import { AuditReaders } from './officers/audit-readers.ts';
import { fillLog } from './officers/fill-log.ts';
import { fillOfficers } from './officers/fill-officers.ts';
import { FreshOfficers } from './officers/fresh-officers.ts';
import { type Measured, RoundMaker, together } from './officers/measure-round.ts';
import type { BenchOptions } from './support/bench.ts';
import { round } from './support/round.ts';
import { takeAsGrown } from './support/take-as-grown.ts';

const OFFICERS = [0, 50_000, 200_000];
const LOG_ENTRIES = process.env.BENCH_LOG_ENTRIES ?? '500000';
/** Of the figure beside the quiet one. */
const BOUND = 1.2;
/** Rounds of each kind for each number of officers. */
const TURNS = 7;
const LOAD_DEMO = { RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error' };

export async function run({ report, seconds = 5 }: BenchOptions): Promise<void> {
  const entries = Number(LOG_ENTRIES);
  if (!(Number.isInteger(entries) && entries >= 0 && entries <= 10_000_000)) {
    throw new Error('`BENCH_LOG_ENTRIES` must be a whole number from 0 to 10000000');
  }
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const demo = await startDemo(LOAD_DEMO, 'build');
  try {
    const { gatewayOwnerUrl } = demo.file.databases;
    say(`a log of ${entries.toLocaleString('en-US')} entries`);
    await fillLog(gatewayOwnerUrl, entries);
    await takeAsGrown(gatewayOwnerUrl);
    const rounds = await RoundMaker.open(demo.file);
    const show = (of: string, officers: number, quiet: Measured, measured: Measured) => {
      const ratios = beside(quiet, measured);
      report({ of, officers, ...shown(measured), ...ratios, holds: within(ratios) });
      return within(ratios);
    };
    const fresh = await FreshOfficers.open(demo.file, gatewayOwnerUrl);
    const readers = entries === 0 ? null : await AuditReaders.open(demo.file);
    // What is asked for the first time is planned, compiled and read from the disk.
    readers?.start();
    await rounds.measure(seconds);
    await readers?.stop();
    let [first, holds] = [null as Measured | null, true];
    for (const officers of OFFICERS) {
      say(`${officers.toLocaleString('en-US')} officers`);
      await fillOfficers(gatewayOwnerUrl, fresh.ori, officers);
      await rounds.measure(seconds);
      const measured: Record<'quiet' | 'fresh officers' | 'and auditors', Measured[]> = {
        ...{ quiet: [], 'fresh officers': [], 'and auditors': [] },
      };
      // In turns, since the machine itself is slower at one time than at another.
      for (let turn = 0; turn < TURNS; turn += 1) {
        measured.quiet.push(await rounds.measure(seconds));
        fresh.start();
        measured['fresh officers'].push(await rounds.measure(seconds));
        readers?.start();
        if (readers) measured['and auditors'].push(await rounds.measure(seconds));
        await Promise.all([readers?.stop(), fresh.stop()]);
      }
      const quiet = together(measured.quiet);
      first ??= quiet;
      for (const [of, each] of Object.entries(measured)) {
        if (each.length === 0) continue;
        holds = show(of, officers, of === 'quiet' ? first : quiet, together(each)) && holds;
      }
    }
    fresh.close();
    rounds.close();
    report({ 'fresh queries': fresh.asked, 'searches and exports': readers?.done ?? 0, holds });
  } finally {
    await demo.stop();
  }
}

function shown({ commits, p50, p99, revokes, revokeP50, revokeP99 }: Measured) {
  return {
    'commits/s': round(commits),
    'query p50 ms': round(p50),
    'query p99 ms': round(p99),
    revokes,
    'revoke p50 ms': round(revokeP50),
    'revoke p99 ms': round(revokeP99),
  };
}

/** How many times as slow as the quiet rounds. */
function beside(quiet: Measured, { commits, revokeP50, revokeP99 }: Measured) {
  return {
    'commits, times slower': round(quiet.commits / commits),
    'revoke p50, times slower': round(revokeP50 / quiet.revokeP50),
    'revoke p99, times slower': round(revokeP99 / quiet.revokeP99),
  };
}

function within(ratios: Readonly<Record<string, number>>): boolean {
  return Object.values(ratios).every((ratio) => ratio <= BOUND);
}

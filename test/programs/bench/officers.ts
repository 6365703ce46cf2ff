/**
 * Commits and revocations of demos in which one partner has 0, 50,000, 200,000 officers and asks with a fresh id each
 * time, at the pace that the rate limit allows; then the same with eight searches and two exports of auditors at work on
 * a log of 500,000 entries. Expected: commits a second, and a revocation's p50 and p99 (each the median of the rounds),
 * within 1.2× of the quiet rounds between, and of these within 1.2× of those without officers.
 *
 * `BENCH_LOG_ENTRIES` names another size of the log; with 0 no auditor reads.
 */
import { Level } from './officers/level.ts';
import { CONDITIONS, type Measured, together } from './officers/measure-round.ts';
import type { BenchOptions } from './support/bench.ts';
import { round } from './support/round.ts';

const OFFICERS = [0, 50_000, 200_000];
const LOG_ENTRIES = process.env.BENCH_LOG_ENTRIES ?? '500000';
/** The highest ratio to the quiet rounds. */
const BOUND = 1.2;
/** Rounds of each kind for each number of officers. */
const TURNS = 7;

export async function run({ report, seconds = 5 }: BenchOptions): Promise<void> {
  const entries = Number(LOG_ENTRIES);
  if (!(Number.isInteger(entries) && entries >= 0 && entries <= 10_000_000)) {
    throw new Error('`BENCH_LOG_ENTRIES` must be a whole number from 0 to 10000000');
  }
  const levels: Level[] = [];
  try {
    for (const officers of OFFICERS) {
      process.stderr.write(`a demo with ${officers.toLocaleString('en-US')} officers\n`);
      levels.push(await Level.open(officers, entries));
    }
    // In turns, since the machine itself is slower at one time than at another.
    for (let turn = 0; turn <= TURNS; turn += 1) {
      process.stderr.write(turn === 0 ? 'warming up\n' : `round ${turn} of ${TURNS}\n`);
      for (const level of levels) await level.measure(seconds, { isCounted: turn > 0 });
    }
    const holds = levels.map((level) => show(level, levels[0] as Level, report));
    const asked = levels.reduce((sum, level) => sum + level.asked, 0);
    const read = levels.reduce((sum, level) => sum + level.read, 0);
    report({ 'fresh queries': asked, 'searches and exports': read, holds: !holds.includes(false) });
  } finally {
    for (const level of levels) await level.close();
  }
}

/** Reports each kind of round beside the quiet ones, and the quiet ones beside those of the first. Returns whether all hold. */
function show(level: Level, first: Level, report: BenchOptions['report']): boolean {
  const quiet = together(level.rounds.quiet);
  let holds = true;
  for (const of of CONDITIONS) {
    if (level.rounds[of].length === 0) continue;
    const measured = together(level.rounds[of]);
    const ratios = beside(of === 'quiet' ? together(first.rounds.quiet) : quiet, measured);
    const isWithin = Object.values(ratios).every((ratio) => ratio <= BOUND);
    report({ of, officers: level.officers, ...shown(measured), ...ratios, holds: isWithin });
    holds = holds && isWithin;
  }
  return holds;
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

/**
 * What grows with what: the look-up from 1 to 50 million reads, the decision to a million grants, the commit with 1, 2
 * and 4 nodes. Expected: look-ups within 1.5× of each other, decisions as fast with a million
 * grants as with a thousand.
 *
 * `BENCH_READS` names other sizes (with commas between). With `BENCH_DATA_DIR` the stores stay in that directory and
 * are not filled again; with `BENCH_FILL_ONLY` beside it nothing is measured.
 */
import { measureCommits } from './scale/commits.ts';
import { measureDecisions } from './scale/decisions.ts';
import { measureLookUps } from './scale/look-ups.ts';
import { openStores } from './scale/stores.ts';
import type { BenchOptions } from './support/bench.ts';
import { round } from './support/round.ts';

const READS = '1000000,10000000,50000000';
const GRANTS = [1_000, 10_000, 100_000, 1_000_000];
/** How far the slowest may be from the fastest. */
const FLAT = 1.5;

export async function run({ report, seconds = 6 }: BenchOptions): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const sizes = (process.env.BENCH_READS ?? READS).split(',').map(Number);
  if (!sizes.every((size) => Number.isSafeInteger(size) && size > 0)) {
    throw new Error('`BENCH_READS` must be whole numbers with commas between');
  }
  const lookUps = await lookUpTimes(sizes, seconds, say);
  if (lookUps === null) return;
  for (const [i, { p50, p99, samples, found }] of lookUps.entries()) {
    report({
      of: 'look-up',
      reads: sizes[i] ?? 0,
      'p50 ms': round(p50),
      'p99 ms': round(p99),
      found: round(found),
      samples,
    });
  }
  say('decisions');
  const decisions = measureDecisions(GRANTS, seconds / 2);
  for (const { cold, grants, median, p99 } of decisions) {
    report({ of: 'decision', grants, 'median ns': median, 'p99 ns': p99, 'cold median ns': cold });
  }
  say('commits of 1, 2 and 4 nodes');
  const commits = await measureCommits(seconds);
  for (const { batch, idle, nodeCpu, nodes, p50, p99, perSecond, postgresCpu, waiting } of commits) {
    report({
      of: 'commit',
      nodes,
      'releases/s': round(perSecond),
      batch: round(batch),
      'p50 ms': round(p50),
      'p99 ms': round(p99),
      'waits for a lock': round(waiting),
      'waits for its node': round(idle),
      'node CPU µs': round(nodeCpu),
      'PostgreSQL CPU µs': round(postgresCpu),
    });
  }
  const spread = (values: readonly number[]) => round(Math.max(...values) / Math.min(...values));
  const summary = {
    'look-up p50': spread(lookUps.map(({ p50 }) => p50)),
    'look-up p99': spread(lookUps.map(({ p99 }) => p99)),
    decision: round((decisions.at(-1)?.median ?? Number.NaN) / (decisions[0]?.median ?? Number.NaN)),
  };
  const commitsBeside = (place: number) =>
    round((commits[place]?.perSecond ?? Number.NaN) / (commits[0]?.perSecond ?? Number.NaN));
  report({
    ...summary,
    'commits of 2 nodes': commitsBeside(1),
    'commits of 4 nodes': commitsBeside(2),
    holds: Object.values(summary).every((value) => value <= FLAT),
  });
}

/** Null where the stores were to be filled and no more. */
async function lookUpTimes(sizes: readonly number[], seconds: number, say: (line: string) => void) {
  const { close, stores } = await openStores(sizes, say);
  try {
    if (process.env.BENCH_FILL_ONLY !== undefined) return null;
    say('look-ups');
    return await measureLookUps(stores, seconds);
  } finally {
    await close();
  }
}

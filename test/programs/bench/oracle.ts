/**
 * Puts a million random requests to the rules and to the oracle, a second reading of the
 * policy; says where they differ.
 */
import { compare } from '../oracle/disagreements.ts';
import type { BenchOptions } from './support/bench.ts';
import { round } from './support/round.ts';

const REQUESTS = 1_000_000;
const SLICE = 50_000;

/** Each slice has its number for a seed. With `seconds`, ends after so long. Throws where the two disagree. */
export async function run({ report, seconds = Number.POSITIVE_INFINITY }: BenchOptions): Promise<void> {
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1_000;
  const sum = { requests: 0, permits: 0, reviews: 0, denies: 0, disagreements: 0 };
  for (let seed = 1; sum.requests < REQUESTS && elapsed() < seconds; seed += 1) {
    const { examples, ...counts } = compare(SLICE, seed);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
    report({ seed, ...counts });
    for (const { rules, oracle, input } of examples) {
      report({
        seed,
        rules: JSON.stringify(rules),
        oracle: JSON.stringify(oracle),
        input: JSON.stringify(input),
      });
    }
  }
  report({ name: 'oracle', ...sum, seconds: round(elapsed()) });
  if (sum.disagreements > 0)
    throw new Error(`the rules and the oracle disagree on ${sum.disagreements} requests`);
}

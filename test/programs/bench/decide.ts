/**
 * Nanoseconds per decision of `decide`, look-up in the registry included and the narrative's findings given,
 * beside Cedar and Casbin holding the essential rules, with 10, 1,000 and 100,000 grants.
 * Expected: flat, and a median of at most 2 µs.
 *
 * Two dozen queries take turns, so that what is timed is the deciding. `decide, cold` shows what a decision costs
 * when each query is new and its agency any of the registry: then the memory of the machine is what is timed.
 *
 * Beside it, the screen of a justification of 2,000 characters. Expected: a median of at most 100 µs.
 */

import { casbinDeciders } from './decide/casbin.ts';
import { cedarDeciders } from './decide/cedar.ts';
import { decideWith } from './decide/decide-with.ts';
import type { Decider } from './decide/decider.ts';
import { screenedProse } from './decide/screened-prose.ts';
import { buildWorld, CASES, type Request, type World } from './decide/world.ts';
import type { BenchOptions } from './support/bench.ts';
import { measure } from './support/measure.ts';

const SIZES = [10, 1_000, 100_000];
const MEDIAN_LIMIT_NS = 2_000;
const ROUNDS = 5;
const OURS = 'decide';
const OURS_COLD = 'decide, cold';

/** Before anything is timed, all must give the expected effect on two rounds of every case. */
function checkAgreement(deciders: readonly Decider[], world: World): void {
  for (let index = 0; index < 2 * CASES.length; index += 1) {
    const request = world.request(index);
    const answers = deciders.map((decider) => [decider.name, decider.decide(request)] as const);
    const wrong = answers.filter(([, effect]) => effect !== request.expected);
    if (wrong.length === 0) continue;
    const asked = `${request.ori} ${JSON.stringify(request.input.query.purpose)}`;
    throw new Error(`${asked} must be \`${request.expected}\`, not ${JSON.stringify(wrong)}`);
  }
}

export async function run({ report, seconds = 1 }: BenchOptions): Promise<void> {
  const medians: number[] = [];
  for (const grants of SIZES) {
    const world = buildWorld(grants);
    const deciders = [
      { name: OURS, decide: decideWith(world) },
      ...cedarDeciders(world),
      ...(await casbinDeciders(world)),
    ];
    checkAgreement(deciders, world);
    const warm = Array.from({ length: 2 * CASES.length }, (_, index) => world.request(index));
    const input = (index: number) => warm[index % warm.length] as Request;
    const contenders = deciders.map(({ name, decide: call }) => ({ name, input, call }));
    const cold = { name: OURS_COLD, input: world.request, call: decideWith(world), alone: true };
    const timings = measure([...contenders, cold], { seconds, rounds: ROUNDS });
    const base = timings.get(OURS)?.median ?? Number.NaN;
    medians.push(base);
    for (const [engine, { min, median, p99, samples, batch }] of timings) {
      const ratio = Number((median / base).toFixed(1));
      report({ bench: 'decide', grants, engine, min, median, p99, ratio, batch, samples });
    }
  }
  const growth = Number(((medians.at(-1) ?? Number.NaN) / (medians[0] ?? Number.NaN)).toFixed(2));
  const slowest = Math.max(...medians);
  for (const row of screenedProse({ seconds, rounds: ROUNDS })) report(row);
  report({ bench: 'decide', engine: OURS, median: slowest, growth, withinLimit: slowest <= MEDIAN_LIMIT_NS });
}

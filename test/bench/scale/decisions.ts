/** How long a decision takes with a registry of any size, up to a million grants. */
import { decideWith } from '../decide/decide-with.ts';
import { buildWorld, CASES, type Request } from '../decide/world.ts';
import { measure } from '../support/measure.ts';

/** Nanoseconds. */
export interface DecisionTimes {
  readonly grants: number;
  /** Two dozen queries that take turns. */
  readonly median: number;
  readonly p99: number;
  /** Each time another query, of any agency of the registry: what is timed is the machine's memory too. */
  readonly cold: number;
}

const ROUNDS = 5;

/** @param seconds how long each size is measured, in each of both ways */
export function measureDecisions(grants: number, seconds: number): DecisionTimes {
  const world = buildWorld(grants);
  const { request } = world;
  const decideOf = decideWith(world);
  const call = (asked: Request) => {
    if (decideOf(asked) !== asked.expected) throw new Error(`\`decide\` must say \`${asked.expected}\``);
  };
  const few = Array.from({ length: 2 * CASES.length }, (_, index) => request(index));
  const contenders = [
    { name: 'warm', input: (index: number) => few[index % few.length] as Request, call },
    { name: 'cold', input: request, call, alone: true },
  ];
  const timings = measure(contenders, { seconds, rounds: ROUNDS });
  const [warm, cold] = [timings.get('warm'), timings.get('cold')];
  return {
    grants,
    median: warm?.median ?? Number.NaN,
    p99: warm?.p99 ?? Number.NaN,
    cold: cold?.median ?? Number.NaN,
  };
}

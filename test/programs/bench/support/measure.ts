/** Times synchronous calls of several contenders, in alternating rounds so that the machine's moods hit all alike. */
import { quantile } from './quantile.ts';

export interface Contender<Input> {
  readonly name: string;
  /** The input of one call, fetched or made before the clock starts. */
  readonly input: (index: number) => Input;
  /** One call of the kind to be timed. */
  readonly call: (input: Input) => unknown;
  /** Time each call alone, so that nothing of the call before is warm; costs about 40 ns for reading the clock. */
  readonly alone?: boolean;
}

/** Nanoseconds per call. */
export interface Timing {
  readonly min: number;
  readonly median: number;
  readonly p99: number;
  readonly samples: number;
  /** Calls per sample: short calls are timed together, or the clock would be measured. */
  readonly batch: number;
}

export interface Plan {
  /** How long each contender is measured. */
  readonly seconds: number;
  readonly rounds: number;
}

const SHORTEST_SAMPLE_NS = 20_000;
const LARGEST_BATCH = 1_000;
const WARM_UP_NS = 300_000_000;

interface Series<Input> {
  readonly contender: Contender<Input>;
  readonly batch: number;
  readonly samples: number[];
  next: number;
}

const now = () => Number(process.hrtime.bigint());

/** Calls until the code is compiled and the caches are warm, and finds out how many calls make a sample. */
function warmUp<Input>(contender: Contender<Input>): Series<Input> {
  const start = now();
  let calls = 0;
  let fastest = Number.POSITIVE_INFINITY;
  while (now() - start < WARM_UP_NS || calls === 0) {
    const given = contender.input(calls);
    const before = now();
    contender.call(given);
    fastest = Math.min(fastest, now() - before);
    calls += 1;
  }
  const wanted = contender.alone ? 1 : Math.ceil(SHORTEST_SAMPLE_NS / fastest);
  const batch = Math.min(LARGEST_BATCH, Math.max(1, wanted));
  return { contender, batch, samples: [], next: calls };
}

function sample<Input>(series: Series<Input>): void {
  const { contender, batch, samples } = series;
  const inputs = Array.from({ length: batch }, (_, offset) => contender.input(series.next + offset));
  const start = now();
  for (const given of inputs) contender.call(given);
  samples.push((now() - start) / batch);
  series.next += batch;
}

function timing({ samples, batch }: Pick<Series<never>, 'samples' | 'batch'>): Timing {
  const sorted = Float64Array.from(samples).sort();
  const at = (share: number) => Math.round(quantile(sorted, share));
  return { min: at(0), median: at(0.5), p99: at(0.99), samples: sorted.length, batch };
}

/** Measures each contender, its time spread over the rounds, in another order each round. */
export function measure<Input>(
  contenders: readonly Contender<Input>[],
  { seconds, rounds }: Plan,
): ReadonlyMap<string, Timing> {
  const all = contenders.map(warmUp);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < all.length; turn += 1) {
      const series = all[(round + turn) % all.length] as Series<Input>;
      const until = now() + (seconds * 1e9) / rounds;
      do sample(series);
      while (now() < until);
    }
  }
  return new Map(all.map((series) => [series.contender.name, timing(series)]));
}

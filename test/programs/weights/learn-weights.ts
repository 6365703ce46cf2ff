/**
 * Learns how much each word weighs from reasons that are labelled: logistic regression whose weights are never negative,
 * with a ridge penalty, by accelerated projected gradients (Beck and Teboulle 2009, FISTA, with restarts). No weight is
 * negative, so no word makes up for another.
 */

/** A reason, as the words of it that are weighed. */
export interface Example {
  /** By the clauses in which they stand. */
  readonly clauses: readonly (readonly string[])[];
  /** All words of it, weighed or not; default: none. */
  readonly all?: readonly string[];
  readonly isHonest: boolean;
  /** Counts as so many; default 1. */
  readonly times?: number;
}

export interface Weights {
  /** Of words that stand in enough examples. */
  readonly of: ReadonlyMap<string, number>;
  /** Of any other word. */
  readonly unknown: number;
}

/** A forbidden reason that passes is as bad as so many honest ones that are held. */
const FORBIDDEN_COUNTS = 4;
const RIDGE = 1;
const ROUNDS = 150;
/** Words of fewer examples tell nothing of themselves. */
const FEWEST = 4;

/** Columns of one example, with how often each of them stands in it. */
interface Row {
  readonly columns: Int32Array;
  readonly counts: Float64Array;
  readonly isForbidden: number;
  readonly counted: number;
}

/** The heaviest of its clauses. */
export function scoreOf({ clauses }: Pick<Example, 'clauses'>, { of, unknown }: Weights): number {
  const sums = clauses.map((words) => words.reduce((sum, word) => sum + (of.get(word) ?? unknown), 0));
  return Math.max(0, ...sums);
}

export function learnWeights(examples: readonly Example[]): Weights {
  const columns = columnsOf(examples);
  const rows = examples.map((example) => rowOf(example, columns));
  const solution = minimise(rows, columns.size + 2);
  const honest = examples.flatMap(({ all = [], isHonest }) => (isHonest ? [new Set(all)] : []));
  const of = new Map([...frequent(honest)].map((word) => [word, 0]));
  for (const [word, column] of columns) of.set(word, solution[column] as number);
  return { of, unknown: solution[columns.size] as number };
}

/** The words that stand in enough examples. */
function frequent(examples: readonly ReadonlySet<string>[]): string[] {
  const seen = new Map<string, number>();
  for (const words of examples) for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1);
  return [...seen].flatMap(([word, times]) => (times >= FEWEST ? [word] : []));
}

function columnsOf(examples: readonly Example[]): Map<string, number> {
  const kept = frequent(examples.map(({ clauses }) => new Set(clauses.flat())));
  return new Map(kept.sort().map((word, column) => [word, column]));
}

/** After the words' columns come that of unknown words, and the bias. */
function rowOf({ clauses, isHonest, times = 1 }: Example, columns: ReadonlyMap<string, number>): Row {
  const counts = new Map<number, number>([[columns.size + 1, 1]]);
  for (const word of clauses.flat()) {
    const column = columns.get(word) ?? columns.size;
    counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  return {
    columns: Int32Array.from(counts.keys()),
    counts: Float64Array.from(counts.values()),
    isForbidden: isHonest ? 0 : 1,
    counted: times * (isHonest ? 1 : FORBIDDEN_COUNTS),
  };
}

/** Loss and gradient at a point. The last column, the bias, is neither penalised nor bounded. */
function lossAt(rows: readonly Row[], at: Float64Array, gradient: Float64Array): number {
  let loss = 0;
  for (let column = 0; column < at.length; column++) {
    const weight = column === at.length - 1 ? 0 : (at[column] as number);
    gradient[column] = RIDGE * weight;
    loss += (RIDGE / 2) * weight * weight;
  }
  for (const { columns, counted, counts, isForbidden } of rows) {
    let logit = 0;
    for (let i = 0; i < columns.length; i++)
      logit += (at[columns[i] as number] as number) * (counts[i] as number);
    loss += counted * (Math.max(0, logit) + Math.log1p(Math.exp(-Math.abs(logit))) - isForbidden * logit);
    const slope = counted * (1 / (1 + Math.exp(-logit)) - isForbidden);
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i] as number;
      gradient[column] = (gradient[column] as number) + slope * (counts[i] as number);
    }
  }
  return loss;
}

function minimise(rows: readonly Row[], size: number): Float64Array {
  const gradient = new Float64Array(size);
  let best: Float64Array = new Float64Array(size);
  let ahead: Float64Array = best;
  let momentum = 1;
  let step = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const loss = lossAt(rows, ahead, gradient);
    let next = stepFrom(ahead, gradient, step);
    while (lossAt(rows, next, new Float64Array(size)) > loss + boundOf(ahead, next, gradient, step)) {
      step /= 2;
      next = stepFrom(ahead, gradient, step);
    }
    const towards = (momentum - 1) / ((1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2);
    const uphill = next.reduce((sum, value, i) => {
      return sum + ((ahead[i] as number) - value) * (value - (best[i] as number));
    }, 0);
    momentum = uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    ahead =
      uphill > 0
        ? next
        : next.map((value, i) => bounded(value + towards * (value - (best[i] as number)), i, size));
    best = next;
  }
  return best;
}

const bounded = (value: number, column: number, size: number) =>
  column === size - 1 ? value : Math.max(0, value);

function stepFrom(from: Float64Array, gradient: Float64Array, step: number): Float64Array {
  return from.map((value, i) => bounded(value - step * (gradient[i] as number), i, from.length));
}

/** How much a step of this length may lower the loss less than its quadratic bound (backtracking of FISTA). */
function boundOf(from: Float64Array, to: Float64Array, gradient: Float64Array, step: number): number {
  return to.reduce((sum, value, i) => {
    const moved = value - (from[i] as number);
    return sum + (gradient[i] as number) * moved + (moved * moved) / (2 * step);
  }, 0);
}

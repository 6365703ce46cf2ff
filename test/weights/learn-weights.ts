/**
 * Learns how much each word weighs from reasons that are labelled: logistic regression whose weights are never negative,
 * with a ridge penalty, by accelerated projected gradients (Beck and Teboulle 2009, FISTA, with restarts). No weight is
 * negative, so no word makes up for another. Only a crime told in the same clause lowers a sum: its words then weigh
 * nothing more for standing apart.
 */

/** A reason, as the words of it that are weighed. */
export interface Example {
  /** `isApart`: in a clause that tells no crime. */
  readonly words: readonly {
    readonly word: string;
    readonly isUnknown: boolean;
    readonly isApart: boolean;
  }[];
  readonly isHonest: boolean;
  /** Counts as so many; default 1. */
  readonly times?: number;
}

export interface Weights {
  /** Of words that stand in enough examples. */
  readonly of: ReadonlyMap<string, number>;
  /** How much more, in a clause that tells no crime. */
  readonly moreApart: ReadonlyMap<string, number>;
  /** Of any other word that no list knows. */
  readonly unknown: number;
}

/** A forbidden reason that passes is as bad as so many honest ones that are held. */
const FORBIDDEN_COUNTS = 4;
const RIDGE = 1;
const ROUNDS = 300;
/** Words of fewer examples tell nothing of themselves; those that no list knows need more to be trusted. */
const FEWEST = { listed: 2, unknown: 4 };

/** Columns of one example, with how often each of them stands in it. */
interface Row {
  readonly columns: Int32Array;
  readonly counts: Float64Array;
  readonly isForbidden: number;
  readonly counted: number;
}

/** The sum of its words' weights. */
export function sumOfWeights({ words }: Pick<Example, 'words'>, { moreApart, of, unknown }: Weights): number {
  return words.reduce((sum, { isApart, isUnknown, word }) => {
    const weight = of.get(word) ?? (isUnknown ? unknown : 0);
    return sum + weight + (isApart ? (moreApart.get(word) ?? 0) : 0);
  }, 0);
}

/** The column of what a word weighs more apart; no word ends so. */
const apart = (word: string) => `${word} `;

export function learnWeights(examples: readonly Example[]): Weights {
  const columns = columnsOf(examples);
  const rows = examples.map((example) => rowOf(example, columns));
  const solution = minimise(rows, columns.size + 2);
  const [of, moreApart] = [new Map<string, number>(), new Map<string, number>()];
  for (const [key, column] of columns) {
    const word = key.trimEnd();
    (key === word ? of : moreApart).set(word, solution[column] as number);
  }
  return { of, moreApart, unknown: solution[columns.size] as number };
}

function columnsOf(examples: readonly Example[]): Map<string, number> {
  const seen = new Map<string, { isUnknown: boolean; times: number }>();
  for (const { words } of examples) {
    const keys = words.flatMap(({ isApart, isUnknown, word }): [string, boolean][] =>
      (isApart ? [word, apart(word)] : [word]).map((key) => [key, isUnknown]),
    );
    for (const [key, isUnknown] of new Map(keys))
      seen.set(key, { isUnknown, times: (seen.get(key)?.times ?? 0) + 1 });
  }
  const kept = [...seen].filter(
    ([, { isUnknown, times }]) => times >= FEWEST[isUnknown ? 'unknown' : 'listed'],
  );
  return new Map(
    kept
      .map(([word]) => word)
      .sort()
      .map((word, column) => [word, column]),
  );
}

/** After the words' columns come that of unknown words, and the bias. */
function rowOf({ isHonest, times = 1, words }: Example, columns: ReadonlyMap<string, number>): Row {
  const counts = new Map<number, number>([[columns.size + 1, 1]]);
  const add = (column: number | undefined) => {
    if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
  };
  for (const { isApart, isUnknown, word } of words) {
    add(columns.get(word) ?? (isUnknown ? columns.size : undefined));
    if (isApart) add(columns.get(apart(word)));
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

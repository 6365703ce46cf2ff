/** What every benchmark is: a function that measures and reports rows. */

/** One line of the report; with `--json` one JSON object. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

export interface BenchOptions {
  /** Shows a row at once, as soon as it is measured. */
  readonly report: (row: Row) => void;
  /** How long each series is measured; undefined leaves it to the benchmark. */
  readonly seconds: number | undefined;
  /** What to measure, for a benchmark that reads a file. */
  readonly file: string | undefined;
}

export interface Bench {
  readonly run: (options: BenchOptions) => Promise<void>;
}

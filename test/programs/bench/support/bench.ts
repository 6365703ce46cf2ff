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
  /** What to compare it with, for a benchmark that compares; undefined: its own last run. */
  readonly against?: string | undefined;
  /** How large a log to measure, for a benchmark that makes one. */
  readonly entries?: number | undefined;
}

export interface Bench {
  readonly run: (options: BenchOptions) => Promise<void>;
  /** What a person is shown of all rows; default: one table of them. */
  readonly describe?: (rows: readonly Row[]) => string;
}

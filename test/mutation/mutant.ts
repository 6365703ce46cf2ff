/** One small change of one file that a test ought to notice. */

export interface Mutant {
  /** Relative to the repository. */
  readonly file: string;
  readonly line: number;
  /** What kind of change, e.g. `condition is true`. */
  readonly change: string;
  readonly original: string;
  readonly replacement: string;
  /** The whole file with the change. */
  readonly source: string;
}

export interface Verdict {
  readonly status: 'killed' | 'survived' | 'timeout';
  /** The first test that failed. */
  readonly by?: string;
}

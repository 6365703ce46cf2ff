/** One small change of one file that a test ought to notice. */

export interface Mutant {
  /** Relative to the repository. */
  readonly file: string;
  readonly line: number;
  /** What kind of change, e.g. `condition is true`. */
  readonly change: string;
  readonly original: string;
  readonly replacement: string;
  /** The changed line, without its indentation: line numbers move, lines seldom. */
  readonly text: string;
  /** From 1: which it is of those that are alike in all of this. */
  readonly nth: number;
  /** The whole file with the change. */
  readonly source: string;
}

export interface Verdict {
  /** `endless`: a loop takes far more steps than it did. `timeout`: no answer in any time that can be waited for. */
  readonly status: 'killed' | 'survived' | 'endless' | 'timeout';
  /** The first test that failed. */
  readonly by?: string;
}

/** The fates of the rows of a file: every row is counted once. */
export interface RowCounts {
  readonly taken: number;
  readonly setAside: number;
  readonly dropped: number;
  readonly refused: number;
  readonly restricted: number;
}

/** A row that could not be used; never with its text. */
export interface SetAside {
  readonly line: number;
  /** A reason code in snake case. */
  readonly reason: string;
}

/** What partners and administrators saw, on the one clock of the machine. */

/** CLOCK_MONOTONIC, ns: the same for every process of this machine. */
export const clock = (): number => Number(process.hrtime.bigint());

/** One query as its asker saw it. Status 0: the connection ended first. */
export interface Attempt {
  readonly agency: string;
  readonly begun: number;
  readonly ended: number;
  readonly status: number;
  readonly releaseId: string | null;
  /** Of the receipt. */
  readonly index: number | null;
  readonly leafHash: string | null;
  /** Epoch of the entry, and, for a further page, of the page before it. */
  readonly epoch: number | null;
  readonly followsEpoch: number | null;
}

/** A lowering as its administrator saw it. */
export interface Withdrawn {
  /** Null: everybody. */
  readonly agency: string | null;
  readonly begun: number;
  readonly ended: number;
  readonly status: number;
  /** The mark's log index; null where it was not answered with 200. */
  readonly mark: number | null;
}

export interface History {
  readonly attempts: Attempt[];
  readonly lowered: Withdrawn[];
}

/** Released, or lowered. */
export function isDone({ status }: { readonly status: number }): boolean {
  return status === 200;
}

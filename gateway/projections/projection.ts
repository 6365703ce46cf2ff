/** Names what each projection of the log can do; `projections.ts` lists them. */
import type pg from 'pg';
import type { ProjectionName } from './projections-store.ts';

/** Something that is not what the log says. */
export interface Difference {
  /** Log index; null for what is of no single entry. */
  readonly index: number | null;
  /** The columns; or `missing`, or `unknown`: no entry of the log says it. */
  readonly columns: readonly string[];
  /** Identifies the row by these columns if it belongs to no single entry. */
  readonly row?: Readonly<Record<string, unknown>>;
}

export interface Compared {
  /** Number of entries that were made again. */
  readonly entries: number;
  /** SHA-256, in hexadecimal, of what is there and of what the log gives: equal if nothing differs. */
  readonly is: string;
  readonly must: string;
  /** The first of them, in the order of the log. */
  readonly differences: readonly Difference[];
  /** Why some of it cannot be made again, or null. */
  readonly gone: string | null;
}

/** Is told how many entries are done, and of how many. */
export type ShowDone = (done: number, of: number) => void;

export interface Projection {
  readonly name: ProjectionName;
  /** Describes the projection in a few words. */
  readonly holds: string;
  /** Describes the entries that it reads. */
  readonly reads: string;
  readonly tables: readonly string[];
  /** For how long its rows are kept. */
  readonly kept: string;
  /** Milliseconds between two looks of the follower. */
  readonly every: number;
  /** Adds the next entries in one transaction; false if there were none, or another session adds them. */
  readonly goOn: (pool: pg.Pool) => Promise<boolean>;
  readonly compare: (pool: pg.Pool, show: ShowDone) => Promise<Compared>;
  /** Builds all of it again, and resolves to the number of entries. */
  readonly rebuild: (pool: pg.Pool, show: ShowDone) => Promise<number>;
}

/** Counts for the public's numbers, by functions of the database: the gateway's role can only call them. */
import { type Queryable, readValue } from '../database/queryable.ts';
import type { Compared } from './projection.ts';

/** Number of entries that one statement counts: some hundredths of a second. */
const AT_ONCE = 5_000;

/** @param purposes the closed list; @returns the number of entries left to count */
export const tallyNext = (db: Queryable, purposes: readonly string[]) =>
  readValue<number>(db, 'SELECT tally_log($1, $2) AS "left"', [purposes, AT_ONCE]);

/** Names a row that only the table has, or only the log gives. */
export interface CountedRow extends Readonly<Record<string, unknown>> {
  readonly table: string;
  readonly there: boolean;
}

export interface Recounted extends Omit<Compared, 'differences'> {
  readonly rows: readonly CountedRow[];
  /** The day from which on it is counted again; null: all is. */
  readonly keptBefore: string | null;
}

/** Counts all of it again up to where it is. @param keep false: only compares */
export const recountNumbers = (db: Queryable, purposes: readonly string[], keep: boolean) =>
  readValue<Recounted>(db, 'SELECT recount_numbers($1, $2) AS counted', [purposes, keep]);

/** Keeps what is counted of the days before, which are about to be erased; resolves to its hash, null if nothing is kept. */
export const keepNumbersBefore = (db: Queryable, purposes: readonly string[], before: string) =>
  readValue<string | null>(db, 'SELECT keep_numbers($1, $2::date) AS hash', [purposes, before]);

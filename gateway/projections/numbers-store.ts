/** Counts for the public's numbers, by functions of the database: the gateway's role can only call them. */
import type { Queryable } from '../database/queryable.ts';
import type { Compared } from './projection.ts';

/** Number of entries that one statement counts: some hundredths of a second. */
const AT_ONCE = 5_000;

/** @param purposes the closed list; @returns the number of entries left to count */
export async function tallyNext(db: Queryable, purposes: readonly string[]): Promise<number> {
  const { rows } = await db.query('SELECT tally_log($1, $2) AS "left"', [purposes, AT_ONCE]);
  return rows[0].left;
}

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
export async function recountNumbers(
  db: Queryable,
  purposes: readonly string[],
  keep: boolean,
): Promise<Recounted> {
  const { rows } = await db.query('SELECT recount_numbers($1, $2) AS counted', [purposes, keep]);
  return rows[0].counted;
}

/** Keeps what is counted of the days before, which are about to be erased; resolves to its hash, null if nothing is kept. */
export async function keepNumbersBefore(
  db: Queryable,
  purposes: readonly string[],
  before: string,
): Promise<string | null> {
  const { rows } = await db.query('SELECT keep_numbers($1, $2::date) AS hash', [purposes, before]);
  return rows[0].hash;
}

/** Names what a store needs of a pool or a connection, and asks it for rows. */
import type pg from 'pg';

export type Queryable = Pick<pg.Pool, 'query'>;

export async function findRows<Row extends pg.QueryResultRow>(
  db: Queryable,
  text: string,
  values?: unknown[],
): Promise<Row[]> {
  return (await db.query<Row>(text, values)).rows;
}

/** Returns the first row; null if there is none. */
export async function findRow<Row extends pg.QueryResultRow>(
  db: Queryable,
  text: string,
  values?: unknown[],
): Promise<Row | null> {
  return (await findRows<Row>(db, text, values))[0] ?? null;
}

/** Tells whether one row was changed. */
export async function changesOne(db: Queryable, text: string, values?: unknown[]): Promise<boolean> {
  return (await db.query(text, values)).rowCount === 1;
}

/** Returns these members of all rows, each as an array for `unnest`. */
export const columnsOf = <Row>(rows: readonly Row[], ...names: readonly (keyof Row)[]): unknown[] =>
  names.map((name) => rows.map((row) => row[name]));

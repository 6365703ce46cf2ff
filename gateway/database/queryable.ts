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

/** Returns the first row. @throws Error if the statement returns none, although it always should */
export async function readRow<Row extends pg.QueryResultRow>(
  db: Queryable,
  text: string,
  values?: unknown[],
): Promise<Row> {
  const row = await findRow<Row>(db, text, values);
  if (row === null) throw new Error('a statement that should always return a row returned none');
  return row;
}

/** Returns the value in the first column of each row. */
export async function findColumn<Value>(db: Queryable, text: string, values?: unknown[]): Promise<Value[]> {
  return (await findRows(db, text, values)).map((row) => Object.values(row)[0]);
}

/** Returns the value in the first column of the first row, or null if no row matches. */
export async function findValue<Value>(
  db: Queryable,
  text: string,
  values?: unknown[],
): Promise<Value | null> {
  return (await findColumn<Value>(db, text, values))[0] ?? null;
}

/** Returns the value in the first column of the first row. @throws Error as `readRow` */
export async function readValue<Value>(db: Queryable, text: string, values?: unknown[]): Promise<Value> {
  return Object.values(await readRow(db, text, values))[0];
}

/** Returns a map from the first column of each row to the second. */
export async function findMap<Key, Value>(
  db: Queryable,
  text: string,
  values?: unknown[],
): Promise<ReadonlyMap<Key, Value>> {
  return new Map((await findRows(db, text, values)).map((row) => Object.values(row) as [Key, Value]));
}

/** Returns the number of rows that were changed. */
export async function countChanged(db: Queryable, text: string, values?: unknown[]): Promise<number> {
  return (await db.query(text, values)).rowCount ?? 0;
}

/** Tells whether one row was changed. */
export async function changesOne(db: Queryable, text: string, values?: unknown[]): Promise<boolean> {
  return (await countChanged(db, text, values)) === 1;
}

/** Returns these members of all rows, each as an array for `unnest`. */
export const columnsOf = <Row>(rows: readonly Row[], ...names: readonly (keyof Row)[]): unknown[] =>
  names.map((name) => rows.map((row) => row[name]));

/** Alters columns of what is kept, one after another, as the owner of the database can, and puts each back. */
import type pg from 'pg';
import type { Difference } from '../../../gateway/projections/projection.ts';
import { makeSearchDay } from './project-columns.ts';

type Owner = Pick<pg.Pool, 'query'>;

export interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Lists the columns of the tables, as they are in the database: one that is added is altered, too. */
export async function columnsOf(owner: Owner, tables: readonly string[]): Promise<Column[]> {
  const { rows } = await owner.query<Column>(
    `SELECT table_name AS table, column_name AS column, udt_name AS type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = ANY ($1) ORDER BY table_name, ordinal_position`,
    [tables],
  );
  return rows;
}

/** Removes what refuses values that the gateway does not write. */
export async function dropConstraints(owner: Owner, tables: readonly string[]): Promise<void> {
  const { rows } = await owner.query(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop FROM pg_constraint
     WHERE conrelid::regclass::text = ANY ($1) AND contype IN ('c', 'f')`,
    [tables],
  );
  for (const { drop } of rows) await owner.query(drop);
}

/** Gives another value of each type of column. */
const OTHER: Readonly<Record<string, (column: string) => string>> = {
  int8: (column) => `coalesce(${column}, 0) + 1000000`,
  text: (column) => `coalesce(${column}, '') || 'x'`,
  uuid: () => 'gen_random_uuid()',
  bool: (column) => `NOT ${column}`,
  bytea: (column) => `sha256(coalesce(${column}, ''))`,
  date: (column) => `${column} - 40`,
  timestamptz: (column) => `${column} + interval '1 second'`,
  _text: (column) => `${column} || '{planted}'`,
  _bytea: (column) => `${column} || ARRAY[sha256('')]`,
};

export interface Alteration extends Column {
  /** Log index of the row; null: it is of no single entry. */
  readonly index: number | null;
  undo(): Promise<void>;
}

/** @throws Error where it is not known what to write instead */
export function otherThan({ column, table, type }: Column): string {
  const other = OTHER[type]?.(`"${column}"`);
  if (other === undefined) throw new Error(`say how to alter \`${table}.${column}\`, which is ${type}`);
  return other;
}

/** Alters the column of one row, of a question where the table has questions. @param nth row of them */
export async function alterColumn(owner: Owner, one: Column, nth = 0): Promise<Alteration> {
  const { column, table, type } = one;
  const other = otherThan(one);
  const names = (await columnsOf(owner, [table])).map((of) => of.column);
  const index = names.includes('index') ? 'index' : 'NULL';
  const order = names.includes('question') ? 'question DESC, index' : '1';
  const { rows } = await owner.query(
    `SELECT tableoid, ctid::text, ${index} AS index, "${column}"::text AS was FROM ${table} ORDER BY ${order} OFFSET ${nth} LIMIT 1`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no row of \`${table}\` to alter`);
  if (table === 'audit_search' && type === 'date') {
    const { rows: days } = await owner.query('SELECT ($1::date - 40)::text AS day', [row.was]);
    await makeSearchDay(owner, days[0].day);
  }
  const { rows: changed } = await owner.query(
    `UPDATE ${table} SET "${column}" = ${other} WHERE tableoid = $1 AND ctid = $2::tid RETURNING tableoid, ctid::text`,
    [row.tableoid, row.ctid],
  );
  const { ctid, tableoid } = changed[0];
  return {
    ...{ ...one, index: row.index === null ? null : Number(row.index) },
    undo: async () => {
      await owner.query(
        `UPDATE ${table} SET "${column}" = $3::${type} WHERE tableoid = $1 AND ctid = $2::tid`,
        [tableoid, ctid, row.was],
      );
    },
  };
}

/** What a key is altered to is a row that nothing says, and the row that is said is missing. */
const KEYS = ['index', 'day', 'month', 'purpose', 'outcome', 'agency_id', 'reason'];

/** Says whether the differences name the entry and the column, and nothing else. */
export function isNamed({ column, index, table }: Alteration, differences: readonly Difference[]): boolean {
  const [first, ...others] = differences;
  const words = differences.flatMap(({ columns }) => columns);
  if (table === 'audit_search') {
    if (column === 'index' || column === 'day')
      return first?.index === index && others.length === 1 && `${words.sort()}` === 'missing,unknown';
    const name =
      column === 'plate_hmac' ? 'plate' : column.replace(/_./g, (to) => to.charAt(1).toUpperCase());
    return first?.index === index && others.length === 0 && `${words}` === name;
  }
  if (KEYS.includes(column) && !(table === 'sharing_event' && column !== 'index')) {
    const isRow = differences.every(({ row, ...of }) => row !== undefined || of.index !== null);
    return isRow && `${words.sort()}` === `${table}.missing,${table}.unknown`;
  }
  return others.length === 0 && `${words}` === `${table}.${column}` && (first?.index ?? null) === index;
}

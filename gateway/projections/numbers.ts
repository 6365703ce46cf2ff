/** The projection of the public's numbers: a function of the database counts what is projected, each entry once. */
import type pg from 'pg';
import { PURPOSES } from '../../sharing-rules/terms/purposes.ts';
import type { Queryable } from '../database/queryable.ts';
import { type CountedRow, keepNumbersBefore, recountNumbers, tallyNext } from './numbers-store.ts';
import type { Compared, Difference, Projection } from './projection.ts';

const CODES = PURPOSES.map(({ code }) => code);

export const NUMBERS: Projection = {
  name: 'numbers',
  holds: 'the numbers that the public is told',
  reads: 'answers, grants, revocations and halts, as the search has them',
  tables: ['query_tally', 'refusal_tally', 'answer_waiting', 'sharing_event'],
  kept: 'without end, in sums',
  every: 15_000,
  goOn: async (pool) => (await tallyNext(pool, CODES)) > 0,
  compare: (pool) => recount(pool, false),
  rebuild: async (pool) => {
    const { entries, gone } = await recountNumbers(pool, CODES, true);
    if (gone !== null) throw new Error(`\`numbers\` stays as it is: ${gone}`);
    return entries;
  },
};

/** The columns by which a row of each table is found. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  query_tally: ['month', 'purpose', 'outcome'],
  refusal_tally: ['agency_id', 'reason'],
  answer_waiting: ['agency_id', 'outcome', 'day', 'purpose', 'reason'],
  sharing_event: ['index'],
  log_tally: [],
};

/** Readers see the numbers as they were until all of them are counted again. */
async function recount(pool: pg.Pool, keep: boolean): Promise<Compared> {
  const { keptBefore, rows, ...counted } = await recountNumbers(pool, CODES, keep);
  const before = `of the days before ${keptBefore} it has what was counted before their details were erased`;
  return {
    ...{ ...counted, differences: differencesOf(rows) },
    gone: counted.gone ?? (keptBefore === null ? null : before),
  };
}

/** Names what differs of each row. */
function differencesOf(rows: readonly CountedRow[]): Difference[] {
  const pairs = new Map<string, { is?: CountedRow; must?: CountedRow }>();
  for (const row of rows) {
    const key = JSON.stringify([row.table, keyOf(row)]);
    pairs.set(key, { ...pairs.get(key), [row.there ? 'is' : 'must']: row });
  }
  return [...pairs.values()].map(({ is, must }) => {
    const one = (must ?? is) as CountedRow;
    const { index = null, ...key } = keyOf(one);
    const names = Object.keys(one).filter((name) => name !== 'there');
    const differing = names.filter((name) => JSON.stringify(must?.[name]) !== JSON.stringify(is?.[name]));
    const columns = is === undefined ? ['missing'] : must === undefined ? ['unknown'] : differing;
    return {
      ...{ index: index as number | null, columns: columns.map((name) => `${one.table}.${name}`) },
      ...(Object.keys(key).length === 0 ? {} : { row: key }),
    };
  });
}

const keyOf = (row: CountedRow): Readonly<Record<string, unknown>> =>
  Object.fromEntries((KEYS[row.table] ?? []).map((name) => [name, row[name]]));

/** Keeps the numbers of days that are about to be erased, with their details; see `keepNumbersBefore`. */
export const keepNumbers = (db: Queryable, before: string): Promise<string | null> =>
  keepNumbersBefore(db, CODES, before);

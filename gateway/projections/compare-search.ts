/** Compares the rows that are searched with those that the log and its details give again. */
import type { Queryable } from '../database/queryable.ts';
import { searchRowsOf } from './project-search.ts';
import type { Difference } from './projection.ts';
import { differingFrom, type SearchRow } from './search-row.ts';
import { findKeptDays, findSearchRowsOf, type Part } from './search-store.ts';

export interface ComparedPart {
  readonly must: readonly SearchRow[];
  readonly are: readonly SearchRow[];
  /** In the order of the log. */
  readonly differences: readonly Difference[];
  /** Days of the part whose details were erased with their rows. */
  readonly gone: readonly string[];
}

export async function compareSearch(db: Queryable, part: Part): Promise<ComparedPart> {
  const all = await searchRowsOf(db, part);
  const days = [...new Set(all.map(({ day }) => day))];
  const kept = await findKeptDays(db, days);
  const must = all.filter(({ day }) => kept.has(day));
  const are = await findSearchRowsOf(db, part);
  const others = new Map(are.map((row) => [keyOf(row), row]));
  const found = must.map((row) => {
    const is = others.get(keyOf(row));
    others.delete(keyOf(row));
    if (is === undefined) return { index: row.index, columns: ['missing'] };
    const flag = row.altered === is.altered ? [] : ['altered'];
    return { index: row.index, columns: [...differingFrom(row, is), ...flag] };
  });
  const unknown = [...others.values()].map(({ index }) => ({ index, columns: ['unknown'] }));
  const differences = [...found.filter(({ columns }) => columns.length > 0), ...unknown];
  return {
    ...{ must, are },
    differences: differences.sort((one, other) => one.index - other.index),
    gone: days.filter((day) => !kept.has(day)),
  };
}

const keyOf = ({ day, index }: SearchRow) => `${index} ${day}`;

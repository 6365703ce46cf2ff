/** The projection by which auditors, officers and reports find entries. */
import { createHash, type Hash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { compareSearch } from './compare-search.ts';
import { searchRowsOf } from './project-search.ts';
import type { Compared, Difference, Projection, ShowDone } from './projection.ts';
import { findStanding } from './projections-store.ts';
import { addNextRows, addSearchRows, emptySearch, findBeyond } from './search-store.ts';

/** Number of entries that one transaction adds: some hundredths of a second. */
const AT_ONCE = 1_000;
const MOST_NAMED = 100;
/** Milliseconds between looks while another session adds entries. */
const LOOK_EVERY = 10;

export const SEARCH: Projection = {
  name: 'search',
  holds: 'what auditors, officers and reports find entries by',
  reads: 'entries of every kind, and their details',
  tables: ['audit_search'],
  kept: 'with the details of its day',
  every: 400,
  goOn: goOnWithSearch,
  compare,
  rebuild,
};

/**
 * Adds one batch. Rows and end are one statement, under a lock that nobody waits for: a process that dies repeats
 * nothing and loses nothing, and of two that do the same one works. No lock of a commit, a revocation or a purge is
 * taken. The database makes the rows of what is as it was committed; of anything else they are made here.
 */
export async function goOnWithSearch(pool: pg.Pool): Promise<boolean> {
  const next = await addNextRows(pool, AT_ONCE);
  if (next === null || next.added) return next !== null;
  return addSearchRows(pool, next, await searchRowsOf(pool, next));
}

async function rebuild(pool: pg.Pool, show: ShowDone): Promise<number> {
  await emptySearch(pool);
  for (;;) {
    const { builtAt, size } = await findStanding(pool, 'search');
    show(size, builtAt);
    if (size >= builtAt) return builtAt;
    // A node's follower may be at it as well.
    if (!(await goOnWithSearch(pool))) await pause(LOOK_EVERY);
  }
}

async function compare(pool: pg.Pool, show: ShowDone): Promise<Compared> {
  const { size } = await findStanding(pool, 'search');
  const [is, must] = [createHash('sha256'), createHash('sha256')];
  const differences: Difference[] = [];
  const gone = new Set<string>();
  for (let from = 0; from < size; from += AT_ONCE) {
    show(from, size);
    const part = await compareSearch(pool, { from, to: Math.min(from + AT_ONCE, size) });
    add(is, part.are);
    add(must, part.must);
    for (const day of part.gone) gone.add(day);
    differences.push(...part.differences.slice(0, MOST_NAMED - differences.length));
  }
  const beyond = await findBeyond(pool);
  for (const index of beyond) {
    differences.push({ index, columns: ['unknown'] });
    is.update(`${index}\n`);
  }
  const days = [...gone].sort();
  return {
    ...{ entries: size, is: is.digest('hex'), must: must.digest('hex'), differences },
    gone:
      days.length === 0
        ? null
        : `the details of ${days.length} days, from ${days[0]} to ${days.at(-1)}, are no longer kept`,
  };
}

function add(hash: Hash, rows: readonly object[]): void {
  for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
}

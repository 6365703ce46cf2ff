/** The projection of the public's numbers: a function of the database counts what is projected, each entry once. */
import type pg from 'pg';
import { PURPOSES } from '../../sharing-rules/terms/purposes.ts';
import { recountNumbers, tallyNext } from './numbers-store.ts';
import type { Compared, Projection } from './projection.ts';

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
    const { entries, gone } = await recount(pool, true);
    if (gone !== null) throw new Error(`\`numbers\` stays as it is: ${gone}`);
    return entries;
  },
};

/** Readers see the numbers as they were until all of them are counted again. */
async function recount(pool: pg.Pool, keep: boolean): Promise<Compared> {
  const { differences, ...counted } = await recountNumbers(pool, CODES, keep);
  return {
    ...counted,
    differences: differences.map(({ index = null, table }) => ({ index, columns: [table] })),
  };
}

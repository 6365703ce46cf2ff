/** Brings an agency that used up a day's refusals before the Chief, once for each day (Policy 420.9.1). */

import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { reportMisuse, type Suspicion } from './report-misuse.ts';
import { findSpentRefusals, type SpentRefusals } from './spent-refusals-store.ts';

/**
 * Reads the commits' counts of today and yesterday, so that a node that was down misses none, and no query
 * waits for it.
 * @param refusalsPerDay the quota
 * @returns the number of new reports
 */
export async function reportSpentRefusals(pool: pg.Pool, refusalsPerDay: number): Promise<{ spent: number }> {
  let spent = 0;
  await upToNow(pool);
  for (const found of await findSpentRefusals(pool, refusalsPerDay)) {
    const now = new Date(await readNow(pool));
    const reports = await inTransaction(pool, (trx) => reportMisuse(trx, [suspicionOf(found)], now));
    spent += reports.filter(({ isNew }) => isNew).length;
  }
  return { spent };
}

function suspicionOf({ agency, agencyId, entries, pattern }: SpentRefusals): Suspicion {
  return {
    kind: 'refusals_spent',
    agency: { id: agencyId, ori: agency },
    officerId: null,
    concerns: null,
    pattern,
    entries,
    summary:
      "the agency spent a day's refusals: its system repeats what is refused, or somebody tries what is not; what was refused after that is not in the log",
    by: null,
  };
}

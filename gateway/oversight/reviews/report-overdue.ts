/** Reports releases for danger to life that nobody reviewed in time to the Chief (Policy 420.4, 420.9.1). */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { reportMisuse, type Suspicion } from '../misuse/report-misuse.ts';
import { findUnreportedOverdue, OVERDUE, type Review } from './reviews-store.ts';

/** Number of reports in one transaction, which holds the log's head meanwhile. */
const TOGETHER = 20;

/**
 * Reports all overdue releases that no report names yet.
 * @returns the number of new reports
 * @throws AggregateError with the faults of those that could not be reported; all others are
 */
export async function reportOverdue(pool: pg.Pool): Promise<{ overdue: number }> {
  let overdue = 0;
  const faults: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const found: Review[] = await findUnreportedOverdue(pool, { after, limit: TOGETHER });
    const last = found.at(-1);
    if (last === undefined) break;
    after = last.id;
    try {
      overdue += await report(pool, found);
    } catch {
      // One of them failed; reports each alone, so that the others do not wait for it.
      for (const one of found) {
        overdue += await report(pool, [one]).catch((fault: unknown) => {
          faults.push(fault);
          return 0;
        });
      }
    }
  }
  if (faults.length > 0) {
    throw new AggregateError(faults, `${faults.length} overdue releases could not be reported`);
  }
  return { overdue };
}

async function report(pool: pg.Pool, overdue: readonly Review[]): Promise<number> {
  const now = new Date(await readNow(pool));
  const reports = await inTransaction(pool, (trx) => reportMisuse(trx, overdue.map(suspicionOf), now));
  return reports.filter(({ isNew }) => isNew).length;
}

function suspicionOf({ agency, agencyId, id, index, officerId }: Review): Suspicion {
  return {
    kind: OVERDUE,
    agency: { id: agencyId, ori: agency },
    officerId,
    concerns: null,
    pattern: createHash('sha256').update(`${OVERDUE} ${id}`).digest(),
    entries: [index],
    summary: 'a release for danger to life was not looked at within the time that the policy gives',
    by: null,
  };
}

/**
 * Follows up on records offices: reports a difference that nobody explains in time, and holds incidents
 * without words of an agency that does not answer, or is contradicted too often (Policy 420.9.1).
 */
import type pg from 'pg';
import {
  ANSWERED_WITHIN,
  EXPLAINED_WITHIN,
  recordsHoldsOf,
} from '../../../sharing-rules/records/records-hold.ts';
import type { RecordsHold } from '../../../sharing-rules/terms/decision.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { countChecks, findUnexplained, type MonthOfAgency } from './records-checks-store.ts';
import { hasHeld, insertHold } from './records-holds-store.ts';
import { reportContradicted } from './report-contradicted.ts';

/** Number of reports in one run, each in its own transaction; the next run does the rest. */
const TOGETHER = 200;

/** Resolves to the number of new reports and new holds. */
export async function watchRecords(pool: pg.Pool): Promise<{ reported: number; held: number }> {
  const unexplained = await findUnexplained(pool, EXPLAINED_WITHIN, TOGETHER);
  for (const check of unexplained) {
    const now = new Date(await readNow(pool));
    await inTransaction(pool, (trx) => reportContradicted(trx, [check], now));
  }
  let held = 0;
  for (const month of await countChecks(pool, ANSWERED_WITHIN)) {
    for (const hold of recordsHoldsOf(month.counts)) if (await begin(pool, month, hold)) held += 1;
  }
  return { reported: unexplained.length, held };
}

/** Begins the hold once for a month: what two administrators have lifted is not held again. */
async function begin(
  pool: pg.Pool,
  { agency, agencyId, counts, month }: MonthOfAgency,
  hold: RecordsHold,
): Promise<boolean> {
  if (await hasHeld(pool, agencyId, month, hold)) return false;
  return inTransaction(pool, async (trx) => {
    await lockAgencyExclusive(trx, agencyId);
    if (!(await insertHold(trx, agencyId, month, hold))) return false;
    const owner = { by: null, changed: { recordsHold: hold, month, ...counts } };
    await appendOwnerEvent(trx, { kind: 'agency_changed', agency: { id: agencyId, ori: agency }, owner });
    return true;
  });
}

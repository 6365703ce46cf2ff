/**
 * Held queries that nobody decided on lapse, in the log; releases for danger to life that
 * nobody looked at are reported.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { appendEvents } from '../audit/append-events.ts';
import { inTransaction } from '../database/db-transaction.ts';
import { readNow } from '../database/read-now.ts';
import { reportMisuse } from '../misuse/report-misuse.ts';
import { lockHead } from '../release/locks-store.ts';
import { decideHeldQuery, findLapsed, findOverdue, type Review } from './reviews-store.ts';

/** In one transaction; what is left is done in the next run. */
const MOST = 200;

/** @returns how many lapsed, and how many are newly reported as overdue. */
export function lapseReviews(pool: pg.Pool): Promise<{ lapsed: number; overdue: number }> {
  return inTransaction(pool, async (trx) => {
    await lockHead(trx);
    const lapsed = await findLapsed(trx, MOST);
    if (lapsed.length > 0) {
      const { sealed, now } = await appendEvents(trx, lapsed.map(lapseOf));
      for (const [i, { id }] of lapsed.entries()) {
        const index = sealed[i]?.index as number;
        const change = { id, personId: null, at: now, index, note: 'lapsed', verification: null };
        await decideHeldQuery(trx, { ...change, status: 'lapsed' });
      }
    }
    const overdue = await findOverdue(trx, MOST);
    const reports = await reportMisuse(trx, overdue.map(overdueOf), new Date(await readNow(trx)));
    return { lapsed: lapsed.length, overdue: reports.filter(({ isNew }) => isNew).length };
  });
}

function lapseOf({ agency, agencyId, id, index, officerId, reasons }: Review) {
  return {
    kind: 'review_refused' as const,
    agency: { id: agencyId, ori: agency },
    grant: null,
    effect: null,
    mark: false,
    asker: { id, of: index, word: 'lapsed', reasons },
    owner: { by: null, review: 'held', reason: 'nobody decided in time' },
    officerId,
  };
}

function overdueOf({ agency, agencyId, id, index, officerId }: Review) {
  return {
    kind: 'exigent_not_reviewed',
    agency: { id: agencyId, ori: agency },
    officerId,
    concerns: null,
    pattern: createHash('sha256').update(`exigent_not_reviewed ${id}`).digest(),
    entries: [index],
    summary: 'a release for danger to life was not looked at within the time that the policy gives',
    by: null,
  };
}

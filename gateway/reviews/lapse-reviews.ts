/** Held queries that nobody decided on lapse, in the log. */
import type pg from 'pg';
import { appendEvents } from '../audit/append-events.ts';
import { inTransaction } from '../database/db-transaction.ts';
import { lockHead } from '../release/locks-store.ts';
import { decideHeldQuery, findLapsed, type Review } from './reviews-store.ts';

/** In one transaction; what is left is done in the next run. */
const MOST = 200;

/** @returns how many lapsed. */
export function lapseReviews(pool: pg.Pool): Promise<{ lapsed: number }> {
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
    return { lapsed: lapsed.length };
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

/** Lets held queries that nobody decided in time lapse, and logs it. */
import type pg from 'pg';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { lockHead } from '../../release/locks/locks-store.ts';
import { findLapsed, lapseHeldQueries, type Review } from './reviews-store.ts';

/** Number of queries in one transaction, so that commits come between. */
const MOST = 200;

/** Ends all whose time is over. @returns the number that lapsed */
export async function lapseReviews(pool: pg.Pool): Promise<{ lapsed: number }> {
  let lapsed = 0;
  for (;;) {
    const more = await lapseSome(pool);
    lapsed += more;
    if (more < MOST) return { lapsed };
  }
}

function lapseSome(pool: pg.Pool): Promise<number> {
  return inTransaction(pool, async (trx) => {
    await lockHead(trx);
    const lapsed = await findLapsed(trx, MOST);
    if (lapsed.length > 0) {
      const { sealed, now } = await appendEvents(trx, lapsed.map(lapseOf));
      const ended = lapsed.map(({ id }, i) => ({ id, index: sealed[i]?.index as number }));
      await lapseHeldQueries(trx, ended, now);
    }
    return lapsed.length;
  });
}

function lapseOf({ agency, agencyId, id, index, officerId, reasons }: Review) {
  return ownerEvent({
    kind: 'review_refused',
    agency: { id: agencyId, ori: agency },
    asker: { id, of: index, word: 'lapsed', reasons },
    owner: { by: null, review: 'held', reason: 'nobody decided in time' },
    officerId,
  });
}

/** Acts for officers and the reviewer in the demo's month, with the functions that a node uses. */
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { decideReview } from '../../oversight/reviews/decide-review.ts';
import { findReviews } from '../../oversight/reviews/reviews-store.ts';
import { findReads } from '../../reads/reads-store.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { hashQuery } from '../../release/facts/hash-query.ts';
import type { PendingReads } from '../../release/facts/pending-query.ts';
import { grantorOf } from './administer-month.ts';
import type { Month } from './month.ts';
import type { MonthQuery } from './month-queries.ts';

const LIMIT = 20;
const WINDOW = 7 * DAY;

/** Asks through the rules and the commit; finds reads in the sample as a query of that day would. */
export async function askAsOfficer(month: Month, asked: MonthQuery): Promise<void> {
  const { at, officer, partner, plate, purpose } = asked;
  const { options, pool, queue, readsPool } = month;
  const agency = await requireAgency(pool, partner.ori);
  const query: Query = {
    ...{ purpose, plate, limit: LIMIT, from: at - WINDOW, to: at },
    onBehalfOf: { id: officer, name: `Officer ${officer}`, ori: partner.ori as Ori },
  };
  const [found] = await findReads(readsPool, [{ plate, from: query.from, to: query.to, limit: LIMIT }]);
  const pending: PendingReads = {
    ...{ of: 'reads', kind: 'query', query, queryHash: hashQuery(query), findings: screen(purpose) },
    subject: {
      ...{ kind: 'system', issuer: options.issuer.issuer, clientId: `demo-${partner.name}` },
      ...{ agencyId: agency.id, ori: agency.ori, personId: null, roles: [], mfa: false },
      ...{ authenticatedAt: null, senderConstrained: true },
    },
    found: found ?? null,
    ...{ proof: null, follows: null, pickUp: null, continues: null, traceparent: null },
  };
  await queue.commit(pending);
}

/** Approves, at the end of the day, most of what waits. */
export async function reviewHeld(month: Month): Promise<void> {
  const { pool } = month;
  const by = grantorOf(month, 'reviewer');
  const waiting = await findReviews(pool, { status: 'held', limit: 50 });
  for (const [at, { id }] of waiting.entries()) {
    const word = at % 4 === 3 ? 'refuse' : 'approve';
    await decideReview(pool, {
      ...{ reviewId: id, by, word, document: null, verdict: word === 'approve' ? 'honest' : 'mistaken' },
      reason: word === 'approve' ? 'matches the call for service' : 'no call for service matches it',
    });
  }
}

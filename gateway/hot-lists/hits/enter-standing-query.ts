/** Enters a partner's standing query, which is judged now and again at every notice. */
import { LONGEST_PLATE } from '../../../sharing-rules/hot-list.ts';
import { mayWait } from '../../../sharing-rules/hot-list-sharing.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError, unavailableNow } from '../../faults/errors.ts';
import { withoutIdentities } from '../../identity/without-identities.ts';
import {
  type AskersDecision,
  askersDecision,
  identityChanged,
  receiptOf,
  refusal,
  refusalsSpent,
} from '../../query/answer.ts';
import { parsePurpose } from '../../query/parse-incident.ts';
import type { Outcome } from '../../release/commit/commit-releases.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { pendingOfStanding } from '../lists/pending-exchange.ts';
import { askForReadsInstead } from './ask-for-reads.ts';
import { insertStandingQuery, lockStandingList } from './standing-queries-store.ts';
import type { StandingQueryBody } from './standing-query.schema.ts';

/** Policy 420.7: a query waits no longer than reads are kept; after that its reason is looked at again. */
export const LONGEST_WAIT_DAYS = 30;

export interface Entered {
  readonly entry: number;
  readonly list: string;
  readonly listName: string;
  readonly expiresAt: string;
  readonly decision: AskersDecision;
  readonly receipt: ReturnType<typeof receiptOf>;
}

/** Refuses a standing query; one that would be held never is, so its refusal says where to ask instead. */
function refused({ appended, decision }: Extract<Outcome, { kind: 'denied' }>): GatewayError {
  const { effect, reasons } = decision;
  if (effect !== 'review') return refusal(decision, appended);
  const members = { receipt: receiptOf(appended) };
  return new GatewayError('refused', askForReadsInstead(reasons), { reasons, members });
}

/** @throws GatewayError `malformed`; `refused` with reasons and receipt where the query would not be answered now; as `refuseIfRemoved` */
export async function enterStandingQuery(
  { pool, commit, now }: HotListDeps,
  subject: Subject,
  body: StandingQueryBody,
): Promise<Entered> {
  if (!mayWait(body.purpose.code)) {
    throw new GatewayError(
      'malformed',
      `\`purpose.code\`: ${body.purpose.code} does not wait in a list; ask \`POST /v1/queries\` now, and again when you must`,
    );
  }
  const number = normalisePlate(body.plate.number);
  if (number === null || number.length > LONGEST_PLATE) {
    throw new GatewayError(
      'malformed',
      `\`plate.number\` must be at most ${LONGEST_PLATE} letters and digits`,
    );
  }
  const expiresAt = Date.parse(body.expiresAt);
  if (!(expiresAt > now() && expiresAt <= now() + LONGEST_WAIT_DAYS * DAY)) {
    throw new GatewayError('malformed', `\`expiresAt\` must lie ahead, at most ${LONGEST_WAIT_DAYS} days`);
  }
  const { state } = body.plate;
  const query: Pick<Query, 'purpose' | 'onBehalfOf' | 'plate'> = {
    purpose: parsePurpose(body.purpose, now()),
    ...(body.onBehalfOf === undefined ? {} : { onBehalfOf: body.onBehalfOf }),
    plate: { number, match: 'exact', ...(state === undefined ? {} : { state }) },
  };
  const outcome = await commit(pendingOfStanding(query, subject, now()));
  if (outcome.kind === 'denied') throw refused(outcome);
  if (outcome.kind === 'outdated') throw identityChanged();
  if (outcome.kind === 'refusals_spent') throw refusalsSpent(outcome);
  if (outcome.kind !== 'released') throw unavailableNow('the registry is changing; ask again');
  const { decision, appended, grantId } = outcome.release;
  const [list, entry] = await inTransaction(pool, async (trx) => {
    const found = await lockStandingList(trx, subject.agencyId, subject.ori);
    const position = await insertStandingQuery(trx, found.id, {
      subject: withoutIdentities(subject),
      query,
      expiresAt: new Date(expiresAt),
      grantId,
    });
    await refuseIfRemoved(trx, subject);
    return [found, position] as const;
  });
  return {
    entry,
    list: list.id,
    listName: list.name,
    expiresAt: new Date(expiresAt).toISOString(),
    decision: askersDecision(decision),
    receipt: receiptOf(appended),
  };
}

/** Job: pushes what changed on a list to a partner, one decided and committed batch a job. */
import { isSharedList } from '../../../sharing-rules/hot-list-sharing.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { endJob, type Job, wakeJobs } from '../../jobs/outbox-store.ts';
import { findChanges } from '../lists/entries-store.ts';
import { findList } from '../lists/hot-lists-store.ts';
import type { HotListJobDeps } from '../lists/job-deps.ts';
import { BATCH, pendingOfList, systemOf } from '../lists/pending-exchange.ts';
import { entriesBody } from '../lists/release-body.ts';
import { deliverRelease } from './deliver-release.ts';
import { advancePush, findEndpoint, findPush } from './endpoints-store.ts';

/** Pushes one batch; the next look at the outbox finds the rest. @throws GatewayError to be tried again. */
export async function pushList(job: Job, deps: HotListJobDeps): Promise<void> {
  const { pool, commit, inFlight, now } = deps;
  const push = await findPush(pool, job.target);
  const endpoint = push === null ? null : await findEndpoint(pool, push.agencyId);
  const list = push === null ? null : await findList(pool, push.listId);
  if (push === null || endpoint === null || list === null || !isSharedList(list))
    return endJob(pool, job, 'refused');
  const { agency } = endpoint;
  const inFlightResponse = inFlight.enter(agency.id);
  try {
    const page = await findChanges(pool, list.id, { after: push.position, began: push.began }, BATCH);
    if (page.last === null) return await endJob(pool, job, 'done');
    const outcome = await commit(pendingOfList(list, page, systemOf(agency), now()));
    // Removing a push makes a revocation record: what is committed after it must not leave.
    if (outcome.kind !== 'released' || (await findPush(pool, push.id)) === null)
      return await endJob(pool, job, 'refused');
    const { release } = outcome;
    const data = entriesBody(release, list, page);
    const body = `{"type":"hot_list.changed","timestamp":"${new Date(now()).toISOString()}","data":${data}}`;
    // The batch after a position is the same batch however often it is sent.
    const id = `push_${push.id}_${push.position}`;
    const sent = await deliverRelease({ agencyId: agency.id, release, inFlightResponse, id, body }, deps);
    const { last } = page;
    await inTransaction(pool, async (trx) => {
      if (sent) await advancePush(trx, push.id, last);
      await endJob(trx, job, sent ? 'done' : 'refused');
      if (page.more) await wakeJobs(trx);
    });
  } finally {
    inFlightResponse.leave();
  }
}

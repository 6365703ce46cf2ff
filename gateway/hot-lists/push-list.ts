/** Job: pushes what changed on a list to a partner, one decided and committed batch a job. */
import { inTransaction } from '../database/db-transaction.ts';
import { endJob, type Job } from '../jobs/outbox-store.ts';
import { postSigned } from '../jobs/post-signed.ts';
import { findChanges } from './entries-store.ts';
import { advancePush, findEndpoint, findPush } from './exchange-store.ts';
import { findList } from './hot-lists-store.ts';
import type { HotListJobDeps } from './job-deps.ts';
import { BATCH, pendingOfList, systemOf } from './pending-of.ts';
import { entriesBody } from './release-body.ts';

/** What comes after this batch is found by the next look at the outbox. @throws GatewayError to be tried again. */
export async function pushList(job: Job, deps: HotListJobDeps): Promise<void> {
  const { pool, commit, inFlight, now, outbound, ca } = deps;
  const push = await findPush(pool, job.target);
  const endpoint = push === null ? null : await findEndpoint(pool, push.agencyId);
  const list = push === null ? null : await findList(pool, push.listId);
  const isOurs = list !== null && list.kind === 'imported' && list.agencyId === null && list.purpose !== null;
  if (push === null || endpoint === null || !isOurs) return endJob(pool, job, 'refused');
  const passage = inFlight.enter(endpoint.agency.id);
  try {
    const page = await findChanges(pool, list.id, push.position, BATCH);
    if (page.last === null) return await endJob(pool, job, 'done');
    const outcome = await commit(pendingOfList(list, page, systemOf(endpoint.agency), now()));
    if (outcome.kind !== 'released') return await endJob(pool, job, 'refused');
    const { release } = outcome;
    const data = entriesBody(release, list, page, push.position);
    const body = `{"type":"hot_list.changed","timestamp":"${new Date(now()).toISOString()}","data":${data}}`;
    await postSigned({
      release,
      passage,
      endpoint,
      // The batch after a position is the same batch however often it is sent.
      id: `push_${push.id}_${push.position}`,
      body,
      now: now(),
      policy: outbound,
      ...(ca === undefined ? {} : { ca }),
    });
    const { last } = page;
    await inTransaction(pool, async (trx) => {
      await advancePush(trx, push.id, last);
      await endJob(trx, job, 'done');
      if (page.more) await trx.query(`SELECT pg_notify('outbox', '')`);
    });
  } finally {
    passage.leave();
  }
}

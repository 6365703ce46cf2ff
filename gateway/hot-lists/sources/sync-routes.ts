/** Administrators order fetches, choose how a list is matched, and see how the jobs stand. */
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { object, uuid } from '../../http/schemas/shapes.ts';
import { findDeadJobs, findJob } from '../../jobs/jobs-store.ts';
import { readOutbox } from '../../jobs/outbox-store.ts';
import { recordSetup } from '../../registry/two-people/record-setup.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { admitted } from '../../sign-in/door.ts';
import { administratorOf } from '../../sign-in/require-administrator.ts';
import type { ExchangeDeps } from '../lists/exchange-deps.ts';
import { shownList } from '../lists/hot-list.schema.ts';
import { findList, notifyList, setLookalike } from '../lists/hot-lists-store.ts';
import { presentForOwner } from '../lists/present-list.ts';
import { readVendorList } from '../lists/vendor-list-store.ts';
import { shownJob, shownJobs, validateMatching, validateSync } from './source.schema.ts';
import { findSource, orderFetch } from './sources-store.ts';

const MOST_FAILURES = 20;

const jobs = admitted(
  {
    method: 'get',
    path: '/v1/hot-lists/jobs',
    id: 'readJobs',
    action: 'read_registry',
    summary: 'How the jobs stand.',
    answers: { 200: json('Counts and the newest failures.', shownJobs) },
  },
  async (_, { hasVendor, pool, state }: ExchangeDeps) => {
    const [outbox, failures, vendor] = await Promise.all([
      readOutbox(pool),
      findDeadJobs(pool, MOST_FAILURES),
      hasVendor ? readVendorList(pool) : null,
    ]);
    return { ...outbox, redis: state(), failures, vendor };
  },
);

/**
 * The path `/v1/hot-lists/{collection}/{id}` is `/v1/hot-lists/jobs/{id}`, written so that it cannot be
 * confused with `/v1/hot-lists/{id}/entries` by a reader of templates.
 */
const job = admitted(
  {
    method: 'get',
    path: '/v1/hot-lists/{collection}/{id}',
    id: 'readJob',
    action: 'read_registry',
    choices: { collection: ['jobs'] },
    summary: 'One job.',
    answers: { 200: json('The job.', shownJob) },
  },
  async ({ params }, deps: ExchangeDeps) => {
    const found = await findJob(deps.pool, pathId(params.id, 'job'));
    if (found === null) throw new GatewayError('not_found', 'no job has this id (any more)');
    return found;
  },
);

const ordered = admitted(
  {
    method: 'post',
    path: '/v1/hot-lists/{id}/sync',
    id: 'syncHotList',
    action: 'order_sync',
    summary: 'Fetch a list now; `allowShrink` takes a version that loses many entries.',
    body: validateSync,
    bodyOptional: true,
    answers: { 202: json('Ordered.', object({ job: uuid })) },
  },
  async ({ body: { allowShrink = false }, by, params }, { pool }: ExchangeDeps) => {
    const id = pathId(params.id, 'hot list');
    // A source that never succeeded has no list yet: its own id will do.
    const name = (await findList(pool, id))?.name ?? (await findSource(pool, id))?.listName;
    const order = await inTransaction(pool, async (trx) => {
      const made = name === undefined ? null : await orderFetch(trx, name, allowShrink);
      // Only a person may let a list shrink, and not one who was removed in the meantime.
      await refuseIfRemoved(trx, by);
      return made;
    });
    if (order === null) throw new GatewayError('not_found', 'no hot list with a source has this id');
    return { job: order };
  },
);

const changed = admitted(
  {
    method: 'patch',
    path: '/v1/hot-lists/{id}',
    id: 'changeHotList',
    action: 'end_exchange',
    side: 'ordinary',
    summary: 'Choose how a list is matched: look-alike plates too, each hit marked `verify`.',
    body: validateMatching,
    answers: { 200: json('The list.', shownList) },
  },
  async ({ body: { lookalike }, by: administrator, params }, deps: ExchangeDeps) => {
    const id = pathId(params.id, 'hot list');
    // A look-alike match widens who is told what, so turning it on is a grant.
    const { secondFactor: _, ...unraised } = administrator;
    const by = lookalike ? administratorOf(administrator, 'set_up_exchange', deps) : unraised;
    const list = await inTransaction(deps.pool, async (trx) => {
      const after = requireFound(await setLookalike(trx, id, lookalike), 'hot list');
      await recordSetup(trx, null, by, { change: 'matching', list: after.name, lookalike });
      await notifyList(trx, id);
      return after;
    });
    return presentForOwner(list);
  },
);

export const SYNC_ROUTES: readonly Route<ExchangeDeps>[] = [jobs, job, ordered, changed];

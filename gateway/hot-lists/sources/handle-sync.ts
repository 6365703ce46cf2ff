/** Administrators order fetches, choose how a list is matched, and see how the jobs stand. */
import type { Router } from 'express';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { parseBody } from '../../http/parse-body.ts';
import { parseOptionalBody } from '../../http/parse-optional-body.ts';
import { pathId } from '../../http/path-id.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { findDeadJobs, findJob } from '../../jobs/jobs-store.ts';
import { readOutbox } from '../../jobs/outbox-store.ts';
import { refuseIfRemoved } from '../../release/revoke/raise-right.ts';
import { administratorOf, requireAdministrator } from '../../sign-in/require-administrator.ts';
import { validateMatching, validateSync } from '../lists/exchange.schema.ts';
import type { ExchangeDeps } from '../lists/exchange-deps.ts';
import { findList, notifyList, setLookalike } from '../lists/hot-lists-store.ts';
import { presentForOwner } from '../lists/present-list.ts';
import { recordSetup } from '../lists/record-setup.ts';
import { findSource, orderFetch } from './sources-store.ts';

const MOST_FAILURES = 20;

export function syncRoutes(deps: ExchangeDeps): Router {
  const { pool } = deps;
  const router = strictRouter();

  router.get('/v1/hot-lists/jobs', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const [outbox, failures] = await Promise.all([readOutbox(pool), findDeadJobs(pool, MOST_FAILURES)]);
    response.set('Cache-Control', 'no-store').json({ ...outbox, redis: deps.state(), failures });
  });

  router.get('/v1/hot-lists/jobs/:id', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const job = await findJob(pool, pathId(request.params.id, 'job'));
    if (job === null) throw new GatewayError('not_found', 'no job has this id (any more)');
    response.set('Cache-Control', 'no-store').json(job);
  });

  router.post('/v1/hot-lists/:id/sync', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'order_sync');
    await answerOnce(deps, request, response, administrator, async () => {
      const { allowShrink = false } = parseOptionalBody(request, validateSync);
      const id = pathId(request.params.id, 'hot list');
      // A source that never succeeded has no list yet: its own id will do.
      const name = (await findList(pool, id))?.name ?? (await findSource(pool, id))?.listName;
      const job = await inTransaction(pool, async (trx) => {
        const ordered = name === undefined ? null : await orderFetch(trx, name, allowShrink);
        // To let a list shrink is a person's word: not theirs who was removed meanwhile.
        await refuseIfRemoved(trx, administrator);
        return ordered;
      });
      if (job === null) throw new GatewayError('not_found', 'no hot list with a source has this id');
      return { status: 202, body: { job } };
    });
  });

  router.patch('/v1/hot-lists/:id', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'end_exchange');
    const id = pathId(request.params.id, 'hot list');
    const { lookalike } = parseBody(request, validateMatching);
    // More plates match: that widens who is told what.
    const { secondFactor: _, ...unraised } = administrator;
    const by = lookalike ? administratorOf(administrator, 'set_up_exchange', deps) : unraised;
    const list = await inTransaction(pool, async (trx) => {
      const changed = await setLookalike(trx, id, lookalike);
      if (changed === null) throw new GatewayError('not_found', 'no hot list has this id');
      await recordSetup(trx, null, by, { change: 'matching', list: changed.name, lookalike });
      await notifyList(trx, id);
      return changed;
    });
    response.json(presentForOwner(list));
  });

  return router;
}

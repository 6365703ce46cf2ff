/** Partners' standing queries over HTTP: enter one, take one back. */
import type { Request, Router } from 'express';
import { isOfTheRight } from '../../../sharing-rules/right-to-hits.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { spentQuotasOf } from '../../../sharing-rules/terms/records-left.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { parseBody } from '../../http/parse-body.ts';
import { pathId } from '../../http/path-id.ts';
import { strictRouter } from '../../http/strict-router.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { findList } from '../lists/hot-lists-store.ts';
import { pendingOfRight } from '../lists/pending-exchange.ts';
import { enterStandingQuery } from './enter-standing-query.ts';
import { type RemoveDeps, removeStandingQuery } from './remove-standing-query.ts';
import { type StandingQueryBody, validateStandingQuery } from './standing-query.schema.ts';

export function standingQueryRoutes(deps: HotListDeps & RemoveDeps): Router {
  const router = strictRouter();

  router.post('/v1/hot-lists/:id/entries', async (request, response) => {
    const subject = await deps.signIn(request, 'alpr.query');
    await requireOwn(request, subject, deps);
    const work = async () => ({
      status: 201,
      body: await enterStandingQuery(deps, subject, parseBody(request, validateStandingQuery)),
    });
    const stands = () => mayStill(subject, parseBody(request, validateStandingQuery), deps);
    await answerOnce(deps, request, response, subject, work, { stands });
  });

  router.delete('/v1/hot-lists/:id/entries/:entry', async (request, response) => {
    const subject = await deps.signIn(request, 'alpr.query');
    await requireOwn(request, subject, deps);
    const removed = await removeStandingQuery(deps, subject, positionOf(request.params.entry));
    response.set('Cache-Control', 'no-store').json(removed);
  });

  return router;
}

/**
 * Whether who asks, and whom the query names, could enter it now: nobody is told of a permit that was taken since. What
 * is left of the day is not asked for: nothing leaves.
 */
async function mayStill(
  subject: Subject,
  { onBehalfOf }: Pick<StandingQueryBody, 'onBehalfOf'>,
  { foresee, now }: HotListDeps,
): Promise<boolean> {
  const [against = []] = await foresee([pendingOfRight(onBehalfOf ?? null, subject, now())]);
  return !against.some((reason) => isOfTheRight(reason) && spentQuotasOf([reason]).length === 0);
}

/** `own` names the partner's own list, which is made with its first entry. */
async function requireOwn(request: Request, subject: Subject, { pool }: HotListDeps): Promise<void> {
  const { id } = request.params;
  if (id === 'own') return;
  const list = await findList(pool, pathId(id, 'hot list'));
  if (list?.kind !== 'standing' || list.agencyId !== subject.agencyId) {
    throw new GatewayError(
      'not_found',
      'no hot list of yours has this id: yours is `/v1/hot-lists/own/entries`',
    );
  }
}

function positionOf(text: unknown): number {
  if (typeof text === 'string' && /^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  throw new GatewayError('not_found', 'no entry of your standing queries has this number');
}

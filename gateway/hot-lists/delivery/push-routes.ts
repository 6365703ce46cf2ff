/** Administrators say which lists are pushed to a partner. Taking that away goes the way of a revocation. */
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { object, type TypeOf, text, uuid } from '../../http/schemas/shapes.ts';
import { wakeJobs } from '../../jobs/outbox-store.ts';
import { findAgencyById } from '../../registry/agencies/agencies-store.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { recordSetup } from '../../registry/two-people/record-setup.ts';
import { awaitDrains } from '../../release/revoke/await-drains.ts';
import { admitted } from '../../sign-in/door.ts';
import type { EndOrder, ExchangeDeps } from '../lists/exchange-deps.ts';
import { findList } from '../lists/hot-lists-store.ts';
import { type removedPush, shownPushes, validatePush } from './delivery.schema.ts';
import { endDelivery } from './end-delivery.ts';
import { addPush, findPush, findPushes, removePush } from './endpoints-store.ts';

const listed = admitted(
  {
    method: 'get',
    path: '/v1/hot-lists/pushes',
    id: 'listHotListPushes',
    action: 'read_registry',
    summary: 'Which lists are pushed to whom.',
    answers: { 200: json('All pushes.', shownPushes) },
  },
  async (_, { pool }: ExchangeDeps) => ({ pushes: await findPushes(pool) }),
);

const ordered = admitted(
  {
    method: 'post',
    path: '/v1/hot-lists/{id}/pushes',
    id: 'pushHotList',
    action: 'set_up_exchange',
    summary: 'Send changes of a list to a partner.',
    body: validatePush,
    answers: { 201: json('Kept.', object({ id: uuid, list: uuid, partner: text })) },
  },
  async ({ body: { partner }, by, params }, { pool }: ExchangeDeps) => {
    const list = requireFound(await findList(pool, pathId(params.id, 'hot list')), 'hot list');
    const agency = await requireAgency(pool, partner);
    const id = await inTransaction(pool, async (trx) => {
      const made = await addPush(trx, list.id, agency.id);
      await recordSetup(trx, agency, by, { change: 'push', list: list.name });
      await wakeJobs(trx);
      return made;
    });
    return { id, list: list.id, partner: agency.ori };
  },
);

export const PUSH_ROUTES: readonly Route<ExchangeDeps>[] = [listed, ordered];

/** Ends a push: after its answer nothing more of the list leaves for the partner. */
export async function endPush(
  { by: { personId }, params }: EndOrder,
  deps: ExchangeDeps,
): Promise<TypeOf<typeof removedPush>> {
  const push = await findPush(deps.pool, pathId(params.id, 'push'));
  const agency = push === null ? null : await findAgencyById(deps.pool, push.agencyId);
  if (push === null || agency === null) {
    await awaitDrains(deps.pool);
    throw new GatewayError('not_found', 'no push has this id');
  }
  const lowered = await endDelivery(deps, agency, personId, 'push removed', (trx) =>
    removePush(trx, push.id),
  );
  return { id: push.id, partner: agency.ori, status: 'removed', lowered };
}

/** Administrators say where a partner is told and what is pushed to it. Taking away goes the way of a revocation. */
import { randomBytes } from 'node:crypto';
import type { Router } from 'express';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import type { StoredAnswer } from '../../http/idempotency/idempotency-store.ts';
import { parseBody } from '../../http/parse-body.ts';
import { pathId } from '../../http/path-id.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { guardUrl } from '../../jobs/guard-address.ts';
import { wakeJobs } from '../../jobs/outbox-store.ts';
import { findAgencyById, findAgencyByOri } from '../../registry/agencies/agencies-store.ts';
import { awaitDrains } from '../../release/revoke/await-drains.ts';
import { lowerRight } from '../../release/revoke/lower-right.ts';
import { refuseIfRemoved } from '../../release/revoke/raise-right.ts';
import { onLoweringSide } from '../../sign-in/answer-lowering.ts';
import { requireAdministrator } from '../../sign-in/require-administrator.ts';
import { validateEndpoint, validatePush } from '../lists/exchange.schema.ts';
import type { ExchangeDeps } from '../lists/exchange-deps.ts';
import { findList } from '../lists/hot-lists-store.ts';
import { recordSetup } from '../lists/record-setup.ts';
import { approveEndpoint } from './approve-endpoint.ts';
import { endpointSecret } from './endpoint-secret.ts';
import {
  addEndpoint,
  addPush,
  findEndpointRecord,
  findEndpoints,
  findPush,
  findPushes,
  removeEndpoint,
  removePush,
  setEndpoint,
} from './endpoints-store.ts';
import { presentEndpoint } from './present-endpoint.ts';

/** An answer as it is kept for a repeated request: with the salt in place of the secret. */
interface Kept {
  readonly partner: string;
  readonly url: string;
  readonly salt: string;
}

export function endpointRoutes(deps: ExchangeDeps): Router {
  const { pool, outbound, endpointKey } = deps;
  const lowering = onLoweringSide(deps);
  const router = strictRouter();

  router.get('/v1/endpoints', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const endpoints = (await findEndpoints(pool)).map(presentEndpoint);
    response.set('Cache-Control', 'no-store').json({ endpoints });
  });

  router.post('/v1/agencies/:ori/endpoint', async (request, response) => {
    const administrator = await requireAdministrator(request, lowering, 'set_endpoint');
    const { personId } = administrator;
    const agency = await agencyOf(request.params.ori, lowering);
    // The secret is shown once, and kept nowhere: it derives from the salt and a key file.
    const withSecret = (body: string) => {
      const { partner, salt, url } = JSON.parse(body) as Kept;
      const secret = endpointSecret(endpointKey, Buffer.from(salt, 'base64'), agency.id);
      return JSON.stringify({ partner, url, status: 'proposed', secret });
    };
    const work = async () => {
      const { url } = parseBody(request, validateEndpoint);
      guardUrl(url, outbound);
      const salt = randomBytes(32);
      const endpoint = { agencyId: agency.id, url, salt, setBy: personId };
      // Not looked for before: of two that are set at once the second would move the first without a mark.
      const isFirst = await inTransaction(lowering.pool, async (trx) => {
        const added = await addEndpoint(trx, endpoint);
        if (added) await recordSetup(trx, agency, administrator, { change: 'endpoint' });
        return added;
      });
      if (!isFirst) {
        await end(lowering, agency, personId, 'endpoint moved', async (trx) => {
          // It goes on elsewhere: not where somebody says who was removed.
          await setEndpoint(trx, endpoint);
          await refuseIfRemoved(trx, administrator);
        });
      }
      return { status: 201, body: { partner: agency.ori, url, salt: salt.toString('base64') } };
    };
    const stands = async ({ body }: StoredAnswer) =>
      (await findEndpointRecord(lowering.pool, agency.id))?.salt.toString('base64') ===
      (JSON.parse(body) as Kept).salt;
    await answerOnce(lowering, request, response, administrator, work, { complete: withSecret, stands });
  });

  router.post('/v1/agencies/:ori/endpoint/approve', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'approve_endpoint');
    const agency = await agencyOf(request.params.ori, deps);
    const work = async () => {
      const { url } = parseBody(request, validateEndpoint);
      const approved = await approveEndpoint(pool, agency, url, administrator);
      return { status: 200, body: presentEndpoint(approved) };
    };
    const stands = async ({ body }: StoredAnswer) => {
      const now = await findEndpointRecord(pool, agency.id);
      return now !== null && JSON.stringify(presentEndpoint(now)) === body;
    };
    await answerOnce(deps, request, response, administrator, work, { stands });
  });

  router.delete('/v1/agencies/:ori/endpoint', async (request, response) => {
    const { personId } = await requireAdministrator(request, lowering, 'end_exchange');
    const agency = await agencyOf(request.params.ori, lowering);
    if ((await findEndpointRecord(lowering.pool, agency.id)) === null) {
      await awaitDrains(lowering.pool);
      throw new GatewayError('not_found', 'this agency has no endpoint');
    }
    const lowered = await end(lowering, agency, personId, 'endpoint removed', (trx) =>
      removeEndpoint(trx, agency.id),
    );
    response.json({ partner: agency.ori, status: 'removed', lowered });
  });

  router.get('/v1/hot-lists/pushes', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    response.set('Cache-Control', 'no-store').json({ pushes: await findPushes(pool) });
  });

  router.post('/v1/hot-lists/:id/pushes', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'set_up_exchange');
    await answerOnce(deps, request, response, administrator, async () => {
      const { partner } = parseBody(request, validatePush);
      const list = await findList(pool, pathId(request.params.id, 'hot list'));
      if (list === null) throw new GatewayError('not_found', 'no hot list has this id');
      const agency = await agencyOf(partner, deps);
      const id = await inTransaction(pool, async (trx) => {
        const made = await addPush(trx, list.id, agency.id);
        await recordSetup(trx, agency, administrator, { change: 'push', list: list.name });
        await wakeJobs(trx);
        return made;
      });
      return { status: 201, body: { id, list: list.id, partner: agency.ori } };
    });
  });

  router.delete('/v1/hot-lists/pushes/:id', async (request, response) => {
    const { personId } = await requireAdministrator(request, lowering, 'end_exchange');
    const push = await findPush(lowering.pool, pathId(request.params.id, 'push'));
    const agency = push === null ? null : await findAgencyById(lowering.pool, push.agencyId);
    if (push === null || agency === null) {
      await awaitDrains(lowering.pool);
      throw new GatewayError('not_found', 'no push has this id');
    }
    const lowered = await end(lowering, agency, personId, 'push removed', (trx) => removePush(trx, push.id));
    response.json({ id: push.id, partner: agency.ori, status: 'removed', lowered });
  });

  return router;
}

async function agencyOf(ori: unknown, { pool }: ExchangeDeps): Promise<Agency> {
  const agency = typeof ori === 'string' ? await findAgencyByOri(pool, ori) : null;
  if (agency === null) throw new GatewayError('not_found', 'no agency of the registry has this ORI');
  return agency;
}

/** When it returns, nothing more is written to where it went before. */
function end(
  deps: ExchangeDeps,
  { id, ori }: Agency,
  personId: string,
  reason: string,
  change: (trx: Transaction) => Promise<void>,
) {
  return lowerRight(deps, {
    agency: { id, ori },
    grant: null,
    kind: 'agency_changed',
    reason,
    personId,
    change,
  });
}

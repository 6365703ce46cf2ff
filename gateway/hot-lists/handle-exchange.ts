/** Administrators set up exchange: sources of lists, pushes, partners' endpoints; and see how the jobs stand. */
import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import { findPurpose } from '../../sharing-rules/purposes.ts';
import { findAgencyByOri } from '../agencies/agencies-store.ts';
import { appendEvents } from '../audit/append-events.ts';
import { inTransaction, type Transaction } from '../database/db-transaction.ts';
import { GatewayError } from '../errors.ts';
import { parseBody } from '../http/parse-body.ts';
import { pathId } from '../http/path-id.ts';
import { requireAdministrator, type SignInDeps } from '../http/require-administrator.ts';
import { guardUrl } from '../jobs/guard-address.ts';
import { readOutbox } from '../jobs/outbox-store.ts';
import { validateEndpoint, validatePush, validateSource } from './exchange.schema.ts';
import { addPush, orderFetch, setEndpoint, setSource } from './exchange-store.ts';
import { findList } from './hot-lists-store.ts';
import type { HotListJobDeps } from './job-deps.ts';

export interface ExchangeDeps extends SignInDeps, Pick<HotListJobDeps, 'pool' | 'outbound'> {
  /** Of the connection to Redis: `ready`, `off`, or what is wrong. */
  readonly state: () => string;
}

export function exchangeRoutes(deps: ExchangeDeps): Router {
  const { pool, outbound } = deps;
  const router = Router();

  router.get('/v1/hot-lists/jobs', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    response.set('Cache-Control', 'no-store').json({ ...(await readOutbox(pool)), redis: deps.state() });
  });

  router.post('/v1/hot-lists/sources', async (request, response) => {
    const { personId } = await requireAdministrator(request, deps, 'change_agency');
    const { list, purpose = null, url, ...terms } = parseBody(request, validateSource);
    if (purpose !== null && findPurpose(purpose)?.answer !== 'approved') {
      throw new GatewayError('malformed', '`purpose` is not an approved one: see `/v1/purposes`');
    }
    if (!url.startsWith('file:///')) guardUrl(url, outbound);
    await inTransaction(pool, async (trx) => {
      await setSource(trx, { ...terms, listName: list, purpose, url });
      await record(trx, null, personId, { change: 'source', list });
      await trx.query(`SELECT pg_notify('outbox', '')`);
    });
    response.status(201).json({ list });
  });

  router.post('/v1/hot-lists/:id/sync', async (request, response) => {
    await requireAdministrator(request, deps, 'change_agency');
    const list = await findList(pool, pathId(request.params.id, 'hot list'));
    const job = list === null ? null : await orderFetch(pool, list.name);
    if (job === null) throw new GatewayError('not_found', 'no hot list with a source has this id');
    response.status(202).json({ job });
  });

  router.post('/v1/hot-lists/:id/pushes', async (request, response) => {
    const { personId } = await requireAdministrator(request, deps, 'change_agency');
    const { partner } = parseBody(request, validatePush);
    const list = await findList(pool, pathId(request.params.id, 'hot list'));
    const agency = await findAgencyByOri(pool, partner);
    if (list === null || agency === null) throw new GatewayError('not_found', 'no such hot list or agency');
    await inTransaction(pool, async (trx) => {
      await addPush(trx, list.id, agency.id);
      await record(trx, agency, personId, { change: 'push', list: list.name });
      await trx.query(`SELECT pg_notify('outbox', '')`);
    });
    response.status(201).json({ list: list.id, partner });
  });

  router.post('/v1/agencies/:ori/endpoint', async (request, response) => {
    const { personId } = await requireAdministrator(request, deps, 'change_agency');
    const { url } = parseBody(request, validateEndpoint);
    guardUrl(url, outbound);
    const agency = await findAgencyByOri(pool, request.params.ori);
    if (agency === null) throw new GatewayError('not_found', 'no agency of the registry has this ORI');
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    await inTransaction(pool, async (trx) => {
      await setEndpoint(trx, agency.id, url, secret);
      await record(trx, agency, personId, { change: 'endpoint' });
    });
    // Shown once: the partner checks signatures with it.
    response.status(201).set('Cache-Control', 'no-store').json({ partner: agency.ori, url, secret });
  });

  return router;
}

async function record(
  trx: Transaction,
  agency: { readonly id: number; readonly ori: string } | null,
  personId: string,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  await appendEvents(trx, [
    {
      kind: 'agency_changed',
      agency,
      grant: null,
      effect: null,
      mark: false,
      asker: {},
      owner: { by: personId, ...facts },
    },
  ]);
}

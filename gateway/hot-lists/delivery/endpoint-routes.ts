/** Administrators say where a partner is told of hits and lists. Taking that away goes the way of a revocation. */
import { randomBytes } from 'node:crypto';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import type { StoredAnswer } from '../../http/idempotency/idempotency-store.ts';
import { parseBody } from '../../http/parse-body.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { guardUrl } from '../../jobs/guard-address.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { awaitDrains } from '../../release/revoke/await-drains.ts';
import { onLoweringSide } from '../../sign-in/answer-lowering.ts';
import { requireAdministrator } from '../../sign-in/require-administrator.ts';
import type { ExchangeDeps } from '../lists/exchange-deps.ts';
import { signInEither } from '../lists/sign-in-either.ts';
import { approveEndpoint } from './approve-endpoint.ts';
import {
  removedEndpoint,
  setEndpointAnswer,
  shownEndpoint,
  shownEndpoints,
  validateEndpoint,
} from './delivery.schema.ts';
import { endDelivery } from './end-delivery.ts';
import { endpointSecret } from './endpoint-secret.ts';
import { findEndpointRecord, findEndpoints, removeEndpoint } from './endpoints-store.ts';
import { presentEndpoint, presentOwn, presentStanding } from './present-endpoint.ts';
import { setPartnerEndpoint } from './set-partner-endpoint.ts';

/** An answer as it is kept for a repeated request: with the salt in place of the secret. */
interface Kept {
  readonly partner: string;
  readonly url: string;
  readonly salt: string;
}

const scope = 'alpr.admin';

const FOR_SYSTEMS =
  'an endpoint is of the system of its agency: ask with the client of that system, or see your hits in `GET /v1/hits`';

const listed = route(
  {
    method: 'get',
    path: '/v1/endpoints',
    id: 'listEndpoints',
    action: 'read_registry',
    summary:
      'Where partners are told, and how the deliveries stand: all for the owner, for the system of a partner its own.',
    scope: 'either',
    answers: { 200: json('The endpoints, without their secrets.', shownEndpoints) },
  },
  async (request, response, deps: ExchangeDeps, { action }) => {
    const who = await signInEither(request, deps, action);
    if (who.kind === 'partner' && who.subject.kind !== 'system')
      throw new GatewayError('forbidden', FOR_SYSTEMS);
    const found = await findEndpoints(deps.pool, who.kind === 'partner' ? who.subject.agencyId : null);
    const endpoints = found.map(who.kind === 'partner' ? presentOwn : presentStanding);
    response.set('Cache-Control', 'no-store').json({ endpoints });
  },
);

const set = route(
  {
    method: 'post',
    path: '/v1/agencies/{ori}/endpoint',
    id: 'setEndpoint',
    action: 'set_endpoint',
    summary:
      'Where a partner is told of hits and lists, with a new secret: from its approval by another person on. Hits before ' +
      'that are not told later (`/v1/hits` has them); pushes then send all that is new.',
    scope,
    body: validateEndpoint,
    answers: { 201: json('It waits for its approval; the secret is shown once.', setEndpointAnswer) },
  },
  async (request, response, given: ExchangeDeps, { action, body }) => {
    const deps = onLoweringSide(given);
    const administrator = await requireAdministrator(request, deps, action);
    const agency = await requireAgency(deps.pool, request.params.ori);
    // The secret is shown once, and kept nowhere: it derives from the salt and a key file.
    const complete = (kept: string) => {
      const { partner, salt, url } = JSON.parse(kept) as Kept;
      const secret = endpointSecret(deps.endpointKey, Buffer.from(salt, 'base64'), agency.id);
      return JSON.stringify({ partner, url, status: 'proposed', secret });
    };
    const work = async () => {
      const { url } = parseBody(request, body);
      guardUrl(url, deps.outbound);
      const salt = randomBytes(32);
      await setPartnerEndpoint(deps, agency, administrator, { url, salt });
      const kept: Kept = { partner: agency.ori, url, salt: salt.toString('base64') };
      return { status: 201, body: kept };
    };
    const stands = async ({ body }: StoredAnswer) =>
      (await findEndpointRecord(deps.pool, agency.id))?.salt.toString('base64') ===
      (JSON.parse(body) as Kept).salt;
    await answerOnce(deps, request, response, administrator, work, { complete, stands });
  },
);

const approved = route(
  {
    method: 'post',
    path: '/v1/agencies/{ori}/endpoint/approve',
    id: 'approveEndpoint',
    action: 'approve_endpoint',
    summary:
      'Approve the address that another administrator set; 409 where it is another one than `url` says.',
    scope,
    body: validateEndpoint,
    answers: { 200: json('Approved: the partner is told there.', shownEndpoint) },
  },
  async (request, response, deps: ExchangeDeps, { action, body }) => {
    const { pool } = deps;
    const administrator = await requireAdministrator(request, deps, action);
    const agency = await requireAgency(pool, request.params.ori);
    const work = async () => {
      const { url } = parseBody(request, body);
      return { status: 200, body: presentEndpoint(await approveEndpoint(pool, agency, url, administrator)) };
    };
    const stands = async ({ body }: StoredAnswer) => {
      const now = await findEndpointRecord(pool, agency.id);
      return now !== null && JSON.stringify(presentEndpoint(now)) === body;
    };
    await answerOnce(deps, request, response, administrator, work, { stands });
  },
);

const removed = route(
  {
    method: 'delete',
    path: '/v1/agencies/{ori}/endpoint',
    id: 'removeEndpoint',
    action: 'end_exchange',
    summary: 'Tell the partner no more: after the answer nothing more is sent there.',
    scope,
    answers: { 200: json('Gone.', removedEndpoint) },
  },
  async (request, response, given: ExchangeDeps, { action }) => {
    const deps = onLoweringSide(given);
    const { personId } = await requireAdministrator(request, deps, action);
    const agency = await requireAgency(deps.pool, request.params.ori);
    if ((await findEndpointRecord(deps.pool, agency.id)) === null) {
      await awaitDrains(deps.pool);
      throw new GatewayError('not_found', 'this agency has no endpoint');
    }
    const lowered = await endDelivery(deps, agency, personId, 'endpoint removed', (trx) =>
      removeEndpoint(trx, agency.id),
    );
    response.json({ partner: agency.ori, status: 'removed', lowered });
  },
);

export const ENDPOINT_ROUTES: readonly Route<ExchangeDeps>[] = [listed, set, approved, removed];

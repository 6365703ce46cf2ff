/** Administrators say where a partner is told of hits and lists. Taking that away goes the way of a revocation. */
import { randomBytes } from 'node:crypto';
import { GatewayError } from '../../faults/errors.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { guardUrl } from '../../jobs/guard-address.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { awaitDrains } from '../../release/revoke/await-drains.ts';
import { admitted } from '../../sign-in/door.ts';
import type { ExchangeDeps } from '../lists/exchange-deps.ts';
import { approveEndpoint } from './approve-endpoint.ts';
import {
  type ListedEndpoint,
  removedEndpoint,
  setEndpointAnswer,
  shownEndpoint,
  shownEndpoints,
  validateEndpoint,
} from './delivery.schema.ts';
import { endDelivery } from './end-delivery.ts';
import { endpointSecret } from './endpoint-secret.ts';
import {
  type EndpointRecord,
  type EndpointStanding,
  findEndpointRecord,
  findEndpoints,
  removeEndpoint,
} from './endpoints-store.ts';
import { setPartnerEndpoint } from './set-partner-endpoint.ts';

/** An answer as it is kept for a repeated request: with the salt in place of the secret. */
interface Kept {
  readonly partner: string;
  readonly url: string;
  readonly salt: string;
}

const FOR_SYSTEMS =
  'an endpoint is of the system of its agency: ask with the client of that system, or see your hits in `GET /v1/hits`';

const listed = admitted(
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
  async ({ by }, { pool }: ExchangeDeps) => {
    if (by.kind === 'partner' && by.subject.kind !== 'system')
      throw new GatewayError('forbidden', FOR_SYSTEMS);
    const found = await findEndpoints(pool, by.kind === 'partner' ? by.subject.agencyId : null);
    return { endpoints: found.map(by.kind === 'partner' ? presentOwn : presentStanding) };
  },
);

const set = admitted(
  {
    method: 'post',
    path: '/v1/agencies/{ori}/endpoint',
    id: 'setEndpoint',
    action: 'set_endpoint',
    side: 'withdrawing',
    summary:
      'Where a partner is told of hits and lists, with a new secret: from its approval by another person on. Hits before ' +
      'that are not told later (`/v1/hits` has them); pushes then send all that is new.',
    body: validateEndpoint,
    answers: { 201: json('It waits for its approval; the secret is shown once.', setEndpointAnswer) },
  },
  async ({ body: { url }, by, params }, deps: ExchangeDeps): Promise<Kept> => {
    const agency = await requireAgency(deps.pool, params.ori);
    guardUrl(url, deps.outbound);
    const salt = randomBytes(32);
    await setPartnerEndpoint(deps, agency, by, { url, salt });
    return { partner: agency.ori, url, salt: salt.toString('base64') };
  },
  {
    // The secret is shown once, and kept nowhere: it derives from the salt and a key file.
    complete: async (kept, { params }, { endpointKey, pool }) => {
      const { partner, salt, url } = JSON.parse(kept) as Kept;
      const { id } = await requireAgency(pool, params.ori);
      const secret = endpointSecret(endpointKey, Buffer.from(salt, 'base64'), id);
      return JSON.stringify({ partner, url, status: 'proposed', secret });
    },
    stands: async ({ params }, { pool }, { body }) => {
      const { id } = await requireAgency(pool, params.ori);
      const { salt } = JSON.parse(body) as Kept;
      return (await findEndpointRecord(pool, id))?.salt.toString('base64') === salt;
    },
  },
);

const approved = admitted(
  {
    method: 'post',
    path: '/v1/agencies/{ori}/endpoint/approve',
    id: 'approveEndpoint',
    action: 'approve_endpoint',
    summary:
      'Approve the address that another administrator set; 409 where it is another one than `url` says.',
    body: validateEndpoint,
    answers: { 200: json('Approved: the partner is told there.', shownEndpoint) },
  },
  async ({ body: { url }, by, params }, { pool }: ExchangeDeps) => {
    const agency = await requireAgency(pool, params.ori);
    return presentEndpoint(await approveEndpoint(pool, agency, url, by));
  },
  {
    stands: async ({ params }, { pool }, { body }) => {
      const now = await findEndpointRecord(pool, (await requireAgency(pool, params.ori)).id);
      return now !== null && JSON.stringify(presentEndpoint(now)) === body;
    },
  },
);

const removed = admitted(
  {
    method: 'delete',
    path: '/v1/agencies/{ori}/endpoint',
    id: 'removeEndpoint',
    action: 'end_exchange',
    summary: 'Tell the partner no more: after the answer nothing more is sent there.',
    answers: { 200: json('Gone.', removedEndpoint) },
  },
  async ({ by: { personId }, params }, deps: ExchangeDeps) => {
    const agency = await requireAgency(deps.pool, params.ori);
    if ((await findEndpointRecord(deps.pool, agency.id)) === null) {
      await awaitDrains(deps.pool);
      throw new GatewayError('not_found', 'this agency has no endpoint');
    }
    const lowered = await endDelivery(deps, agency, personId, 'endpoint removed', (trx) =>
      removeEndpoint(trx, agency.id),
    );
    return { partner: agency.ori, status: 'removed', lowered };
  },
);

export const ENDPOINT_ROUTES: readonly Route<ExchangeDeps>[] = [listed, set, approved, removed];

function presentEndpoint(endpoint: EndpointRecord): Record<string, unknown> {
  return {
    partner: endpoint.agency.ori,
    url: endpoint.url,
    status: endpoint.approvedBy === null ? 'proposed' : 'approved',
    setBy: endpoint.setBy,
    setByName: endpoint.setByName,
    setAt: endpoint.setAt.toISOString(),
    approvedBy: endpoint.approvedBy,
    approvedByName: endpoint.approvedByName,
    approvedAt: endpoint.approvedAt?.toISOString() ?? null,
  };
}

/** Presents an endpoint as administrators see it. */
export function presentStanding(endpoint: EndpointStanding): Record<string, unknown> {
  return { ...presentEndpoint(endpoint), delivery: deliveryOf(endpoint) };
}

/** Presents an endpoint to the partner's own system, without the owner's people who set and approved it. */
function presentOwn(endpoint: EndpointStanding): Record<string, unknown> {
  const { partner, setAt, status, url } = presentEndpoint(endpoint);
  return { partner, url, status, setAt, delivery: deliveryOf(endpoint) };
}

function deliveryOf(endpoint: EndpointStanding): ListedEndpoint['delivery'] {
  const { failingSince, fault, givenUp, nextAt, takenAt, triedAt, waiting } = endpoint;
  return {
    triedAt: triedAt?.toISOString() ?? null,
    takenAt: takenAt?.toISOString() ?? null,
    failingSince: failingSince?.toISOString() ?? null,
    ...{ fault, waiting, givenUp },
    nextAt: nextAt?.toISOString() ?? null,
  };
}

/** An endpoint as administrators see it, without its secret: times as ISO 8601, persons by id and name. */
import type { ListedEndpoint } from './delivery.schema.ts';
import type { EndpointRecord, EndpointStanding } from './endpoints-store.ts';

export function presentEndpoint(endpoint: EndpointRecord): Record<string, unknown> {
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
export function presentOwn(endpoint: EndpointStanding): Record<string, unknown> {
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

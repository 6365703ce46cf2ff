/** An endpoint as administrators see it, without its secret: times as ISO 8601, persons by id and name. */
import type { EndpointRecord } from './endpoints-store.ts';

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

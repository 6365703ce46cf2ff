/**
 * Serves `GET /metrics` for Prometheus: sums of everything behind the port. They name nobody, but grow with
 * each query, so whoever can read them learns when agencies ask: they are for the operator's own network.
 */
import type { Request } from 'express';
import ipaddr from 'ipaddr.js';
import { GatewayError } from '../../faults/errors.ts';
import { file, type Route, route } from '../../http/routes/route.ts';

export interface MetricsDeps {
  readonly metrics: { readonly contentType: string; readonly figures: () => Promise<string> };
}

const FOR_OPERATORS =
  "`/metrics` is only for the operator's own network: ask from a private address, without a proxy or through one of TRUSTED_PROXIES";
const NEAR = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat']);

/** Returns true for a private address. An untrusted proxy speaks for somebody whom nobody knows. */
function isNear({ headers, ip = '', socket }: Request): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  if (!ipaddr.isValid(ip) || (isForwarded && ip === socket.remoteAddress)) return false;
  return NEAR.has(ipaddr.process(ip).range());
}

export const METRICS_ROUTES: readonly Route<MetricsDeps>[] = [
  route(
    {
      method: 'get',
      path: '/metrics',
      id: 'readMetrics',
      summary: 'Sums of the node, for Prometheus.',
      answers: { 200: file('Text.', 'text/plain') },
    },
    async (request, response, { metrics }: MetricsDeps) => {
      if (!isNear(request)) throw new GatewayError('forbidden', FOR_OPERATORS);
      response
        .set('Cache-Control', 'no-store')
        .type(metrics.contentType)
        .send(await metrics.figures());
    },
  ),
];

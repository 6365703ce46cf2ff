/** `GET /metrics` for Prometheus: sums of everything behind the port, so nothing of it is anybody's secret. */
import { file, type Route, route } from '../../http/routes/route.ts';

export interface MetricsDeps {
  readonly metrics: { readonly contentType: string; readonly figures: () => Promise<string> };
}

export const METRICS_ROUTES: readonly Route<MetricsDeps>[] = [
  route(
    {
      method: 'get',
      path: '/metrics',
      id: 'readMetrics',
      summary: 'Sums of the node, for Prometheus.',
      scope: null,
      answers: { 200: file('Text.', 'text/plain') },
    },
    async (_request, response, { metrics }: MetricsDeps) => {
      response
        .set('Cache-Control', 'no-store')
        .type(metrics.contentType)
        .send(await metrics.figures());
    },
  ),
];

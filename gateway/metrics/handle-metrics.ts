/** `GET /metrics` for Prometheus: sums of the whole node, so nothing of it is anybody's secret. */
import type { Router } from 'express';
import type { Registry } from 'prom-client';
import { strictRouter } from '../http/strict-router.ts';

export function metricsRoutes(registry: Registry): Router {
  const router = strictRouter();
  router.get('/metrics', async (_request, response) => {
    response
      .set('Cache-Control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics());
  });
  return router;
}

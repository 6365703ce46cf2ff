/** `GET /metrics` for Prometheus: sums of everything behind the port, so nothing of it is anybody's secret. */
import type { Router } from 'express';
import { strictRouter } from '../../http/strict-router.ts';

export function metricsRoutes(contentType: string, figures: () => Promise<string>): Router {
  const router = strictRouter();
  router.get('/metrics', async (_request, response) => {
    response
      .set('Cache-Control', 'no-store')
      .type(contentType)
      .send(await figures());
  });
  return router;
}

/** `GET /openapi.json`. */
import type { Router } from 'express';
import { strictRouter } from '../http/strict-router.ts';
import { openApiDocument } from './document.ts';

export function openApiRoutes(gatewayUrl: string): Router {
  const router = strictRouter();
  const body = Buffer.from(JSON.stringify(openApiDocument(gatewayUrl)));
  router.get('/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/json').send(body);
  });
  return router;
}

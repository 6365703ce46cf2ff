/** `GET /openapi.json`. */
import { Router } from 'express';
import { openApiDocument } from './document.ts';

export function openApiRoutes(gatewayUrl: string): Router {
  const router = Router();
  const body = JSON.stringify(openApiDocument(gatewayUrl));
  router.get('/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/json').send(body);
  });
  return router;
}

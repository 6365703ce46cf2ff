/** `GET /openapi.json`. */
import type { Router } from 'express';
import { strictRouter } from '../http/strict-router.ts';
import type { Config } from '../settings/config.ts';
import { openApiDocument } from './document.ts';

export function openApiRoutes({ contact, publicUrl }: Pick<Config, 'contact' | 'publicUrl'>): Router {
  const router = strictRouter();
  const body = Buffer.from(JSON.stringify(openApiDocument(publicUrl, contact)));
  router.get('/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/json').send(body);
  });
  return router;
}

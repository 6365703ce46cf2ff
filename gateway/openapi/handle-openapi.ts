/** `GET /openapi.json`. */
import type { Router } from 'express';
import type { Config } from '../config.ts';
import { strictRouter } from '../http/strict-router.ts';
import { openApiDocument } from './document.ts';

export function openApiRoutes({ contact, publicUrl }: Pick<Config, 'contact' | 'publicUrl'>): Router {
  const router = strictRouter();
  const body = Buffer.from(JSON.stringify(openApiDocument(publicUrl, contact)));
  router.get('/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/json').send(body);
  });
  return router;
}

/** `GET /`: the page where people begin. */
import type { Router } from 'express';
import { strictRouter } from '../http/strict-router.ts';
import type { Config } from '../settings/config.ts';
import { POLICY, startPage } from './start-page.ts';

export function startPageRoutes(config: Pick<Config, 'contact' | 'owner'>): Router {
  const router = strictRouter();
  const body = Buffer.from(startPage(config));
  router.get('/', (_request, response) => {
    response
      .set({
        'Cache-Control': 'public, max-age=300',
        'Content-Security-Policy': POLICY,
        'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
      })
      .type('text/html')
      .send(body);
  });
  return router;
}

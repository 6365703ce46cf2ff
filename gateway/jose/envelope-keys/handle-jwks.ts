/** `GET /.well-known/jwks.json`: the keys that verify the gateway's envelopes. */
import type { Router } from 'express';
import { strictRouter } from '../../http/strict-router.ts';
import { type EnvelopeKeys, JWKS_MAX_AGE } from './envelope-keys.ts';

/** @param now the clock, ms */
export function jwksRoutes(keys: EnvelopeKeys, now: () => number): Router {
  const router = strictRouter();
  router.get('/.well-known/jwks.json', (_req, res) => {
    res
      .set('Cache-Control', `public, max-age=${JWKS_MAX_AGE}`)
      .type('application/jwk-set+json')
      .send(JSON.stringify(keys.publicJwks(now())));
  });
  return router;
}

/** Ends sessions by `POST /sign-in/logout` when an issuer says so (Back-Channel Logout 1.0). */
import type { Request, Response, Router } from 'express';
import { GatewayError } from '../../faults/errors.ts';
import type { Bodies } from '../../http/bodies/bodies.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { type LogoutTokenDeps, readLogoutToken } from './logout-token.ts';
import type { Sessions } from './sessions.ts';

export interface BackChannelLogoutDeps extends LogoutTokenDeps {
  readonly bodies: Bodies;
  readonly sessions: Sessions;
  readonly log: { warn(fields: object, message: string): void };
}

export const LOGOUT_PATH = '/sign-in/logout';

export function backChannelLogoutRoutes(deps: BackChannelLogoutDeps): Router {
  const router = strictRouter();
  router.post(LOGOUT_PATH, deps.bodies.form(16_384), (request, response) => logOut(request, response, deps));
  return router;
}

/** @throws GatewayError `unavailable` where it cannot be told whether the token is good */
async function logOut(request: Request, response: Response, deps: BackChannelLogoutDeps): Promise<void> {
  response.set('Cache-Control', 'no-store');
  const token = new URLSearchParams(request.body).get('logout_token');
  try {
    await deps.sessions.endOf(await readLogoutToken(token, deps));
    response.status(200).end();
  } catch (error) {
    if (!(error instanceof GatewayError) || error.status >= 500) throw error;
    deps.log.warn({ code: error.code }, 'a logout that an issuer told of was not accepted');
    response.status(400).json({ error: 'invalid_request', error_description: error.message });
  }
}

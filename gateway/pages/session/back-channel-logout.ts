/** `POST /sign-in/logout`: an issuer tells that somebody signed out there, or was signed out (Back-Channel Logout 1.0). */
import express, { type Request, type Response, type Router } from 'express';
import { GatewayError } from '../../faults/errors.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { type LogoutTokenDeps, readLogoutToken } from './logout-token.ts';
import type { Sessions } from './sessions.ts';

export interface BackChannelLogoutDeps extends LogoutTokenDeps {
  readonly sessions: Sessions;
  readonly log: { warn(fields: object, message: string): void };
}

export const LOGOUT_PATH = '/sign-in/logout';

export function backChannelLogoutRoutes(deps: BackChannelLogoutDeps): Router {
  const router = strictRouter();
  router.post(LOGOUT_PATH, express.urlencoded({ extended: false, limit: '16kb' }), (request, response) =>
    logOut(request, response, deps),
  );
  return router;
}

/** @throws GatewayError `unavailable` where it cannot be told whether the token is good */
async function logOut(request: Request, response: Response, deps: BackChannelLogoutDeps): Promise<void> {
  response.set('Cache-Control', 'no-store');
  const { logout_token: token } = (request.body ?? {}) as Record<string, unknown>;
  try {
    await deps.sessions.endOf(await readLogoutToken(token, deps));
    response.status(200).end();
  } catch (error) {
    if (!(error instanceof GatewayError) || error.status >= 500) throw error;
    deps.log.warn({ code: error.code }, 'a logout that an issuer told of was not accepted');
    response.status(400).json({ error: 'invalid_request', error_description: error.message });
  }
}

/** Tells open pages of their session by `GET /session/events` (server-sent events), which does not count as activity. */
import type { Request, Response, Router } from 'express';
import { strictRouter } from '../../http/strict-router.ts';
import type { Sessions } from '../session/sessions.ts';
import { event, type LivePages } from './live-pages.ts';

export const SESSION_EVENTS = '/session/events';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // A proxy that waits for more would tell of a revoke too late.
  'X-Accel-Buffering': 'no',
};

export function sessionEventsRoutes(sessions: Sessions, live: LivePages): Router {
  const router = strictRouter();
  router.get(SESSION_EVENTS, (request, response) => listen(request, response, sessions, live));
  return router;
}

async function listen(
  request: Request,
  response: Response,
  sessions: Sessions,
  live: LivePages,
): Promise<void> {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin') return void response.status(403).end();
  const found = await sessions.find(request, { isActivity: false });
  response.set(HEADERS);
  if (found.kind !== 'session') {
    response.end(event('over', { why: found.kind === 'none' ? 'ended' : found.kind }));
    return;
  }
  if (!live.hasPlaceFor(found.session)) {
    response.status(429).set('Retry-After', '5').end();
    return;
  }
  response.flushHeaders();
  live.add(request, response, found.session);
}

/** Shows administrators what waits in Redis, by bull-board: only ids of jobs, so no personal data. */
import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type Bull from 'bull';
import { type Express, type RequestHandler, Router } from 'express';
import helmet from 'helmet';
import { GatewayError } from '../faults/errors.ts';

export const BOARD_PATH = '/board/jobs';

/** The board may load its own files and nothing from elsewhere; its page brings inline styles. */
export const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'self'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
});

/** Refuses everything but reading: the outbox, not the board, says what is to be done. */
const readOnly: RequestHandler = (request, response, next) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new GatewayError('forbidden', 'the board only shows: order jobs with `hot-list sync`');
  }
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/**
 * @param queueNow null: jobs are off, and the board says so
 * @param guard answers anyone who is not an administrator, and calls `next` for those who are
 */
export function jobsBoard(queueNow: () => Bull.Queue | null, guard: RequestHandler): Router {
  // One is made for each queue: after Redis was lost at the start there is another one.
  const boards = new WeakMap<Bull.Queue, Express>();
  return Router().use(BOARD_PATH, guard, protect, readOnly, (request, response, next) => {
    const queue = queueNow();
    if (queue === null) throw jobsAreOff();
    const board = boards.get(queue) ?? boardOf(queue);
    boards.set(queue, board);
    board(request, response, next);
  });
}

export function jobsAreOff(): GatewayError {
  const detail = 'jobs are off on this node: REDIS_URL is not set, or Redis is not there or refuses us';
  return new GatewayError('unavailable', detail);
}

function boardOf(queue: Bull.Queue): Express {
  const adapter = new ExpressAdapter();
  adapter.setBasePath(BOARD_PATH);
  createBullBoard({ queues: [new BullAdapter(queue, { readOnlyMode: true })], serverAdapter: adapter });
  const board = adapter.getRouter() as Express;
  return board.disable('x-powered-by');
}

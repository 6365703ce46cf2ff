/** bull-board for administrators: what waits in Redis. Jobs hold ids and nothing else, so it shows no personal data. */
import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type Bull from 'bull';
import { type RequestHandler, Router } from 'express';

/** @param guard answers whoever is no administrator, and calls `next` for those who are. @param path where it is mounted. */
export function jobsBoard(queue: Bull.Queue, path: string, guard: RequestHandler): Router {
  const adapter = new ExpressAdapter();
  adapter.setBasePath(path);
  // Read only: what is to be done stands in the outbox, not here.
  createBullBoard({ queues: [new BullAdapter(queue, { readOnlyMode: true })], serverAdapter: adapter });
  const router = Router();
  router.use(path, guard, adapter.getRouter());
  return router;
}

/**
 * Makes a stranger who asks too much wait. A refusal costs them nothing, and us a third of a millisecond of the one thread
 * on which an administrator's call waits too; so that their next request on this connection is not even read for a while.
 */
import type { Request, Response } from 'express';
import { isStranger } from './connections.ts';

const PAUSE = 1_000;

/** Never a connection on which somebody has signed in: a proxy's carries others' requests as well. */
export function slowDown({ socket }: Request, response: Response): void {
  if (!isStranger(socket)) return;
  response.once('close', () => {
    if (socket.destroyed) return;
    socket.pause();
    setTimeout(() => socket.resume(), PAUSE).unref();
  });
}

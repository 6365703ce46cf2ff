/**
 * Makes a stranger who asks too much wait. A refusal costs them nothing, and us a third of a millisecond of the one thread
 * on which an administrator's call waits too; so that their next request on this connection is not even read for a while.
 */
import type { Socket } from 'node:net';
import type { Request, Response } from 'express';
import { isStranger } from '../connections.ts';

/** Milliseconds. */
const PAUSE = 1_000;

/** Monotonic milliseconds at which the longest pause of a connection ends. */
const until = new WeakMap<Socket, number>();

/**
 * Slows down no connection on which somebody has signed in: a proxy's carries others' requests as well.
 * @param pause ms
 */
export function slowDown({ socket }: Request, response: Response, pause = PAUSE): void {
  if (!isStranger(socket)) return;
  response.once('close', () => {
    if (socket.destroyed) return;
    const end = Math.max(until.get(socket) ?? 0, performance.now() + pause);
    until.set(socket, end);
    socket.pause();
    setTimeout(() => {
      if (until.get(socket) === end) socket.resume();
    }, end - performance.now()).unref();
  });
}

/**
 * Bounds what one connection asks before it has its answers. Node hands over every request that a chunk holds in one
 * tick, well over a thousand of them, whoever sends it: without a bound that is memory and database for the asking.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * @param most requests of a connection without an answer
 * @returns whether this one may be answered; if not, its connection is closed
 */
export function boundPipelining(
  most: number,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const unanswered = new WeakMap<Socket, number>();
  return ({ socket }, response) => {
    const waiting = unanswered.get(socket) ?? 0;
    if (waiting >= most) {
      socket.destroy();
      return false;
    }
    unanswered.set(socket, waiting + 1);
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    return true;
  };
}

/**
 * What the owner's people read is cut by the marks that end their right, as a release is: plates, officers and cases are
 * in it, and a key that was stolen is removed for them.
 */
import type { Request, Response } from 'express';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import type { InFlight, Passage } from '../release/lease/in-flight.ts';

/**
 * Of what is read, only the search for a plate is no GET: a plate has no place in a URL. An export, which may take hours,
 * is tracked by itself.
 */
export function isReading({ method, path }: Request): boolean {
  return path === '/v1/audit/search' || (method === 'GET' && path !== '/v1/audit/export');
}

/**
 * Fulfilled when the answers ahead on its connection have left. Before that nobody signs in: an answer would wait in
 * this process for a reader that may take its time, and outlive the right to it. Never fulfilled where the connection
 * ends first.
 */
export function itsTurn(response: Response): Promise<void> {
  if (response.socket !== null) return Promise.resolve();
  return new Promise((resolve) => response.once('socket', () => resolve()));
}

/**
 * From now until the answer has left, a mark of the reader's agency resets the connection. INVARIANT: called before it is
 * asked whether they are registered still: a removal shows there, or comes after it and cuts.
 * @returns the passage, which is left when the answer has
 * @throws GatewayError `unavailable` while the node holds no lease: it would not hear of a removal in time
 */
export function readWhileItStands(
  request: Request,
  response: Response,
  { agencyId }: Pick<Subject, 'agencyId'>,
  to: InFlight,
): Passage {
  const passage = to.enter(agencyId);
  response.once('close', () => passage.leave());
  const { socket } = request;
  // Node gives the next answer its socket even where that has ended, and then tells it of no end.
  if (socket.destroyed) passage.leave();
  // No release: nothing was committed under an epoch, and whatever mark comes is above it.
  else passage.mayWrite(Number.POSITIVE_INFINITY, () => socket.resetAndDestroy());
  return passage;
}

/**
 * Cuts what the owner's people read when a revocation record ends their right, as a release is cut: plates,
 * officers and cases are in it, and a key that was stolen is removed for them.
 */
import type { Request, Response } from 'express';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import type { InFlight, ResponseInFlight } from '../release/lease/in-flight.ts';

/**
 * Returns true for a request that reads: a GET, or the search for a plate, which has no place in a URL. An
 * export, which may take hours, is tracked by itself.
 */
export function isReading({ method, path }: Request): boolean {
  return path === '/v1/audit/search' || (method === 'GET' && path !== '/v1/audit/export');
}

/**
 * Resolves when the answers ahead on its connection have left. Before that nobody signs in: an answer would
 * wait in this process for a reader that may take its time, and outlive the right to it. Never resolves if
 * the connection ends first.
 */
export function itsTurn(response: Response): Promise<void> {
  if (response.socket !== null) return Promise.resolve();
  return new Promise((resolve) => response.once('socket', () => resolve()));
}

/**
 * Resets the connection, until the answer has left, at a revocation record of the reader's agency. INVARIANT:
 * called before the check that they are still registered: a removal shows there, or comes after it and cuts.
 * @returns the passage, which is left when the answer has
 * @throws GatewayError `unavailable` while the node holds no lease: it would not hear of a removal in time
 */
export function readWhileItStands(
  request: Request,
  response: Response,
  { agencyId }: Pick<Subject, 'agencyId'>,
  to: InFlight,
): ResponseInFlight {
  const inFlightResponse = to.enter(agencyId);
  response.once('close', () => inFlightResponse.leave());
  const { socket } = request;
  // Node gives the next answer its socket even if that has ended, and then reports no end to it.
  if (socket.destroyed) inFlightResponse.leave();
  // Nothing was committed under an epoch, unlike a release, so any revocation record is above it.
  else inFlightResponse.mayWrite(Number.POSITIVE_INFINITY, () => socket.resetAndDestroy());
  return inFlightResponse;
}

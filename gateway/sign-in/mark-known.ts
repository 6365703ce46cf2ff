/** Tells the port that somebody has signed in on a connection. */
import type { IncomingMessage } from 'node:http';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import { rolesFor } from '../../sharing-rules/terms/roles.ts';
import { AUTHENTICATED, isStranger, type KnownAs } from '../http/connections.ts';

const LOWERING_ROLES = new Set([...rolesFor('halt'), ...rolesFor('revoke')]);

/** The members of a subject that tell connections apart. */
export type KnownSubject = Pick<Subject, 'clientId' | 'issuer' | 'personId' | 'roles'>;

/**
 * Marks the connection as known. INVARIANT: called once the rate limit is passed and the proof is used up:
 * anyone who repeats a request that they have seen, or asks without end, stays a stranger.
 */
export function markKnown({ socket }: Pick<IncomingMessage, 'socket'>, subject: KnownSubject): void {
  if (!isStranger(socket)) return;
  const { clientId, issuer, personId, roles } = subject;
  // The owner's people sign in by one client; a partner's stand for their agency's.
  const client = roles.length > 0 && personId !== null ? `person ${personId}` : `${issuer} ${clientId}`;
  const known: KnownAs = { client, isAdministrator: roles.some((role) => LOWERING_ROLES.has(role)) };
  socket.emit(AUTHENTICATED, known);
}

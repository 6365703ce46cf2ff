/** Tells by which address a browser reached us: `PUBLIC_URL`, or that of the owner's people's port. */
import type { IncomingMessage } from 'node:http';
import type { Identity } from '../../identity/create-identity.ts';

export type OwnAddress = (request: Pick<IncomingMessage, 'socket'>) => string;

export function ownAddress(publicUrl: string, adminDoor: Identity['adminDoor']): OwnAddress {
  return ({ socket }) =>
    adminDoor !== null && socket.localPort === adminDoor.port ? adminDoor.url : publicUrl;
}

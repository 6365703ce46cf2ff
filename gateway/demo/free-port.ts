/** A port of this machine that nobody listens on, for what the demo starts beside itself. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** It is free when asked; anyone who starts a server on it must bear that another takes it first. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

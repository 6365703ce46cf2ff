/** An address that leads to one server, and after a failover to another, as a proxy before a database does. */
import { connect, createServer, type Socket } from 'node:net';

export interface ChangingAddress {
  readonly port: number;
  /** Ends every connection; the next ones go there. */
  leadTo(port: number): Promise<void>;
  close(): Promise<void>;
}

export async function openChangingAddress(first: number): Promise<ChangingAddress> {
  let target = first;
  const sockets = new Set<Socket>();
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    const database = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true).pipe(other);
      one
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    leadTo: async (port) => {
      target = port;
      endAll();
    },
    close: async () => {
      endAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Readers that ask for long answers and stop reading: what the kernel has no room for stays with the node. Half of them
 * read on, long after a revoke: what a node has not thrown away would come then.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.ts';
import type { Asker } from '../cluster/identities.ts';
import { requestBytes } from './http-connection.ts';
import { queryBody } from './partner-load.ts';

const AT_ONCE = 4;
/** So many answers of 200 records are more than two kernels' buffers for one connection. */
const PIPELINED = 150;

export async function stopReading({ nodes, world }: Cluster, stopped: () => boolean): Promise<void> {
  const open: Socket[] = [];
  const readingOn: Socket[] = [];
  for (let turn = 0; !stopped(); turn += 1) {
    const node = nodes[turn % nodes.length];
    const asker = world.cast.partners[turn % world.cast.partners.length];
    // Straight to the node: a proxy in between would read for them.
    open.push(await ask(node?.process.port as number, asker as Asker));
    if (open.length > AT_ONCE) {
      const oldest = open.shift() as Socket;
      if (turn % 2 === 0) oldest.destroy();
      else readingOn.push(oldest.resume());
    }
    await pause(400);
  }
  for (const socket of [...open, ...readingOn]) socket.destroy();
}

async function ask(port: number, asker: Asker): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  for (let i = 0; i < PIPELINED; i += 1) {
    socket.write(requestBytes(asker, 'POST', '/v1/queries', queryBody(asker.ori, i, 200)));
    if (i % 10 === 9) await pause(1);
  }
  return socket;
}

/**
 * Readers that ask for long answers and do not read: what the kernel has no room for stays with the node. Half of them
 * read on, long after a revoke: what a node has not thrown away would come then.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asker } from '../../../setup/asker.ts';
import { requestBytes } from '../../../setup/http-bytes.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { queryBody } from './partner-load.ts';
import { queuedBytes } from './queued-bytes.ts';

/** Of each node and partner in turn; each is left for so many turns, ms each. */
const LEFT_FOR = 8;
const EVERY = 300;
/** Requests at once: as many as a connection may have without an answer. */
const AT_ONCE = 8;
/** Bytes of an answer of 200 records, at least. */
const LONG = 60_000;
/** Far more than two kernels' buffers hold: here 4.3 MB. */
const ROUNDS = 40;
/** Ms between looks at what the kernel holds, and how many that show the same mean that nothing more comes. */
const LOOK_EVERY = 10;
const SETTLED = 40;

export async function stopReading({ nodes, world }: Cluster, stopped: () => boolean): Promise<void> {
  const open: Promise<Socket>[] = [];
  const readingOn: Socket[] = [];
  for (let turn = 0; !stopped(); turn += 1) {
    const node = nodes[turn % nodes.length];
    const asker = world.cast.partners[turn % world.cast.partners.length];
    // Straight to the node: a proxy in between would read for them.
    open.push(fillUp(node?.process.port as number, asker as Asker));
    if (open.length > LEFT_FOR) {
      const oldest = await (open.shift() as Promise<Socket>);
      if (turn % 2 === 0) oldest.destroy();
      else readingOn.push(oldest.resume());
    }
    await pause(EVERY);
  }
  for (const socket of [...(await Promise.all(open)), ...readingOn]) socket.destroy();
}

/** Asks until no more of the answers has room with the kernel, or none is given any more. */
async function fillUp(port: number, asker: Asker): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => undefined);
  const { localPort } = socket;
  if (localPort === undefined) return socket;
  for (let round = 0; round < ROUNDS && !socket.destroyed; round += 1) {
    for (let i = 0; i < AT_ONCE; i += 1)
      socket.write(requestBytes(asker, 'POST', '/v1/queries', queryBody(asker.ori, i, 200)));
    const all = (round + 1) * AT_ONCE * LONG;
    if ((await grownTo(all, () => queuedBytes(port, localPort))) < all) break;
  }
  return socket;
}

/** Looks until the value is so high, or stays as it is. Resolves to the value. */
async function grownTo(high: number, look: () => Promise<number>): Promise<number> {
  let value = await look();
  for (let same = 0; value < high && same < SETTLED; ) {
    await pause(LOOK_EVERY);
    const next = await look();
    same = next === value ? same + 1 : 0;
    value = next;
  }
  return value;
}

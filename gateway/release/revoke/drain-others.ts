/** What any node does for the others: ends drains whose coordinator is gone, removes nodes whose lease has run out. */
import type pg from 'pg';
import { drainMark } from './drain-mark.ts';
import { dropNode, findAbandoned, findNodes } from './drain-store.ts';
import { StillNodes } from './still-nodes.ts';

const LOOK_EVERY = 1_000;

export interface DrainOthersOptions {
  readonly pool: pg.Pool;
  readonly log: { warn(fields: object, message: string): void };
}

export function drainOthers({ log, pool }: DrainOthersOptions): { stop(): void } {
  const still = new StillNodes();
  let looking = false;
  const look = async () => {
    for (const node of still.observe(await findNodes(pool), performance.now())) {
      log.warn({ node: node.nodeId }, 'a node has stopped renewing its lease; it is not waited for any more');
      await dropNode(pool, node);
    }
    for (const open of await findAbandoned(pool)) await drainMark(pool, open, { drained: 0, aborted: 0 });
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error) => log.warn({ code: error.code }, 'other nodes could not be looked after; tried again'))
      .finally(() => {
        looking = false;
      });
  }, LOOK_EVERY);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

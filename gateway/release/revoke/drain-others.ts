/** What any node does for the others: ends drains whose coordinator is gone, removes nodes whose lease has run out. */
import type pg from 'pg';
import { lastingTrouble, type TroubleLog } from '../../faults/lasting-trouble.ts';
import { drainMark } from './drain-mark.ts';
import { dropNode, findAbandoned, findNodes } from './drain-store.ts';
import { StillNodes } from './still-nodes.ts';

const LOOK_EVERY = 1_000;

const WORDS = {
  trouble: 'other nodes could not be looked after; it is tried again',
  end: 'other nodes are looked after again',
};

export interface DrainOthersOptions {
  readonly pool: pg.Pool;
  readonly log: TroubleLog;
}

export function drainOthers({ log, pool }: DrainOthersOptions): { stop(): void } {
  const still = new StillNodes();
  const trouble = lastingTrouble(log, WORDS);
  let looking = false;
  const look = async () => {
    for (const node of still.observe(await findNodes(pool), performance.now())) {
      log.warn({ node: node.nodeId }, 'a node has stopped renewing its lease; it is not waited for any more');
      await dropNode(pool, node);
    }
    for (const open of await findAbandoned(pool)) {
      await drainMark(pool, open, { drained: 0, aborted: 0, generation: null });
    }
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .then(trouble.isOver, (error) => trouble.lasts({ code: error.code }))
      .finally(() => {
        looking = false;
      });
  }, LOOK_EVERY);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

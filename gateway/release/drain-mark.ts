/**
 * Waits until no node can write what a mark forbids, then says so in the log.
 *
 * A node is done when it has acknowledged the mark, or when its lease is gone: it gave it up, took a new generation
 * (and destroyed all before), or its renewal counter stood still for longer than a lease lasts, counted on the
 * waiting node's own monotonic clock. Whoever joins later commits under the new state only.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { appendEvents } from '../audit/append-events.ts';
import { inTransaction } from '../database/db-transaction.ts';
import {
  type Drained,
  dropNode,
  endDrain,
  findAcknowledged,
  findDrained,
  findNodes,
  type OpenDrain,
  type SeenNode,
} from './drain-store.ts';
import type { Cut } from './in-flight.ts';
import { StillNodes } from './still-nodes.ts';

/** Ms between looks: short at first, for healthy nodes answer at once. */
const FIRST_LOOK = 2;
const LONGEST_LOOK = 50;

/** How long a lost database is tried again before the wait is given up, ms. */
const PATIENCE = 10_000;

/**
 * @param own what this node has cut itself
 * @throws the database's error, or GatewayError `unavailable`: then it is not known to be effective.
 */
export async function drainMark(pool: pg.Pool, open: OpenDrain, own: Cut): Promise<Drained> {
  const expiredNodes = await waitForNodes(pool, open.mark);
  return persist(() => endOnce(pool, open, { ...own, expiredNodes }));
}

/** Resolves to the number of nodes that were waited out. */
async function waitForNodes(pool: pg.Pool, mark: number): Promise<number> {
  const still = new StillNodes();
  const concerned = (await persist(() => findNodes(pool))).filter((node) => node.acknowledged < mark);
  let waitedFor: readonly SeenNode[] = concerned;
  let gone = false;
  for (let wait = FIRST_LOOK; waitedFor.length > 0; wait = Math.min(wait * 1.5, LONGEST_LOOK)) {
    await pause(wait);
    const seen = await persist(() => findNodes(pool));
    for (const node of still.observe(seen, performance.now())) await persist(() => dropNode(pool, node));
    const byGeneration = new Map(seen.map((node) => [node.generation, node]));
    gone ||= waitedFor.some(({ generation }) => !byGeneration.has(generation));
    waitedFor = waitedFor.filter(
      ({ generation }) => (byGeneration.get(generation)?.acknowledged ?? mark) < mark,
    );
  }
  if (!gone) return 0;
  const acknowledged = await persist(() => findAcknowledged(pool, mark));
  return concerned.filter((node) => !acknowledged.has(node.generation)).length;
}

/** Once: the second to come reads what the first wrote. */
async function endOnce(pool: pg.Pool, { agency, grant, mark }: OpenDrain, own: Drained): Promise<Drained> {
  const ended = await inTransaction(pool, async (trx) => {
    const drained = await endDrain(trx, mark, own);
    if (drained === null) return null;
    await appendEvents(trx, [
      {
        kind: 'revocation_effective',
        agency,
        grant,
        effect: null,
        mark: false,
        asker: {},
        owner: { mark, ...drained },
      },
    ]);
    return drained;
  });
  return ended ?? findDrained(pool, mark);
}

/** A connection may be lost on the way; the drain is not. */
async function persist<T>(step: () => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (performance.now() > until) throw error;
      await pause(100);
    }
  }
}
